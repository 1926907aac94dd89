import { changedSite } from './harness/changed-site.ts';
import { out } from './harness/fleet.ts';
import { LATER, LEAVING, type LeavingFleet, runOf, startLeavingFleet } from './harness/leaving-fleet.ts';
import { effects, tree } from './harness/tree.ts';

/** What a site declares no longer, and what a run is undone by, on real hosts and through the command line. */
const ONE_HOST = [
  ["{ 'le-1': {}, 'le-2': {} }", "{ 'le-1': {} }"],
  ["app.on(['le-1', 'le-2']", "app.on(['le-1']"],
] as const;

let leaving: LeavingFleet;

beforeAll(async () => {
  leaving = await startLeavingFleet();
}, 600_000);

afterAll(async () => {
  await leaving?.fleet.remove();
}, 120_000);

beforeEach(() => leaving.anew(), 300_000);

describe('what leaves a site', () => {
  test('leaves its hosts: a resource and a role are gone, what was there before and its neighbours stay', async () => {
    const host = leaving.fleet.host('le-1');
    const before = await tree(host);
    using later = changedSite(LEAVING, ...LATER);
    const plan = await leaving.fleet.cli(['plan', later.path]);
    expect(plan.stdout).toMatch(/- file \/etc\/app-more\.conf/);
    expect(plan.stdout).toMatch(/= file \/etc\/issue\.net .*before/);
    await leaving.applied('apply', later.path);
    const happened = effects(before, await tree(host)).filter((effect) => effect.includes(' /etc/'));
    expect(happened).toEqual(['changed /etc/app.conf', 'removed /etc/app-more.conf', 'removed /etc/extra.conf']);
    const again = await leaving.fleet.cli(['apply', later.path]);
    expect([again.exitCode, again.stdout]).toEqual([0, expect.not.stringMatching(/changed=|removed=/)]);
  }, 300_000);

  test('leaves a host that is declared no longer, and its data', async () => {
    const host = leaving.fleet.host('le-2');
    using smaller = changedSite(LEAVING, ...ONE_HOST);
    const done = await leaving.applied('apply', smaller.path);
    expect(done.stdout).toMatch(/le-2 +removed=1/);
    for (const path of ['/etc/app.conf', '/etc/app-more.conf', '/etc/systemd/system/app.service']) {
      expect([path, (await host.exec(['test', '-e', path])).exitCode]).toEqual([path, 1]);
    }
    expect((await host.exec(['systemctl', 'is-active', 'app'])).stdout.trim()).toBe('inactive');
    expect(await out(host, 'cat', '/etc/neighbour.conf')).toBe('not ours\n');
    expect(await out(leaving.fleet.host('le-1'), 'systemctl', 'is-active', 'app')).toBe('active\n');
  }, 300_000);

  test('is all taken away by destroy, but for what holds data or was there before', async () => {
    await leaving.applied('destroy', LEAVING);
    const host = leaving.fleet.host('le-1');
    for (const path of ['/etc/app.conf', '/etc/extra.conf', '/etc/systemd/system/app.service']) {
      expect([path, (await host.exec(['test', '-e', path])).exitCode]).toEqual([path, 1]);
    }
    expect(await out(host, 'cat', '/srv/app-data/file')).toBe('precious\n');
    expect((await host.exec(['test', '-e', '/etc/issue.net'])).exitCode).toBe(0);
    expect((await leaving.fleet.cli(['destroy', LEAVING, '-y'])).stdout).toMatch(/Plan: nothing|ok in/);
  }, 300_000);
});

describe('a run that is rolled back', () => {
  test('leaves every byte, mode, owner, version and unit state as before it', async () => {
    const host = leaving.fleet.host('le-1');
    const [before, state] = [await tree(host), await leaving.stateOf('le-1')];
    using later = changedSite(LEAVING, ...LATER);
    const run = runOf(await leaving.applied('apply', later.path));
    expect(effects(before, await tree(host))).not.toEqual([]);
    await leaving.applied('rollback', run);
    expect(effects(before, await tree(host))).toEqual([]);
    expect(await leaving.stateOf('le-1')).toBe(state);
  }, 300_000);
});
