import { join } from 'node:path';
import type { CommandResult } from '../lab/machine/command.ts';
import { changedSite } from './harness/changed-site.ts';
import { type Fleet, out, startFleet } from './harness/fleet.ts';
import { killingAgent } from './harness/kill.ts';
import { effects, tree } from './harness/tree.ts';
import { offer } from './kinds/tiny-packages.ts';

/** What a site declares no longer, and what a run is undone by, on real hosts and through the command line. */
const SITE = join(import.meta.dirname, 'sites/leaving.ts');
const LATER = [
  ["text: 'one', version: '1.0', more: true", "text: 'two', version: '2.0', more: false"],
  ["extra.on(['le-1'], { of: apps.outputs });", ''],
] as const;
const ONE_HOST = [
  ["{ 'le-1': {}, 'le-2': {} }", "{ 'le-1': {} }"],
  ["app.on(['le-1', 'le-2']", "app.on(['le-1']"],
] as const;

let fleet: Fleet;

const applied = async (...words: readonly string[]): Promise<CommandResult> => {
  const done = await fleet.cli([...words, '-y'], { timeoutMs: 300_000 });
  if (done.exitCode !== 0)
    throw new Error(`${words.join(' ')} ended with ${done.exitCode}:\n${done.stdout}${done.stderr}`);
  return done;
};

const runOf = ({ stdout }: CommandResult): string => /^run (\S+) /m.exec(stdout)?.[1] ?? '';

/** How the service is, and which version the package has. */
const stateOf = (host: string): Promise<string> =>
  out(
    fleet.host(host),
    'sh',
    '-c',
    'systemctl is-enabled app; systemctl is-active app; dpkg-query -W tiny; stat -c "%U %G %a" /etc/app.conf',
  );

beforeAll(async () => {
  fleet = await startFleet({ hosts: ['le-1', 'le-2'] });
  for (const name of ['le-1', 'le-2']) {
    await offer(fleet.host(name), [
      { name: 'tiny', version: '1.0' },
      { name: 'tiny', version: '2.0' },
    ]);
    await fleet.host(name).writeFile('/etc/neighbour.conf', 'not ours\n');
  }
}, 600_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

beforeEach(async () => {
  await applied('apply', SITE);
  await out(fleet.host('le-1'), 'sh', '-c', 'echo precious > /srv/app-data/file');
}, 300_000);

describe('what leaves a site', () => {
  test('leaves its hosts: a resource and a role are gone, what was there before and its neighbours stay', async () => {
    const host = fleet.host('le-1');
    const before = await tree(host);
    using later = changedSite(SITE, ...LATER);
    const plan = await fleet.cli(['plan', later.path]);
    expect(plan.stdout).toMatch(/- file \/etc\/app-more\.conf/);
    expect(plan.stdout).toMatch(/= file \/etc\/issue\.net .*before/);
    await applied('apply', later.path);
    const happened = effects(before, await tree(host)).filter((effect) => effect.includes(' /etc/'));
    expect(happened).toEqual(['changed /etc/app.conf', 'removed /etc/app-more.conf', 'removed /etc/extra.conf']);
    const again = await fleet.cli(['apply', later.path]);
    expect([again.exitCode, again.stdout]).toEqual([0, expect.not.stringMatching(/changed=|removed=/)]);
  }, 300_000);

  test('leaves a host that is declared no longer, and its data', async () => {
    const host = fleet.host('le-2');
    using smaller = changedSite(SITE, ...ONE_HOST);
    const done = await applied('apply', smaller.path);
    expect(done.stdout).toMatch(/le-2 +removed=1/);
    for (const path of ['/etc/app.conf', '/etc/app-more.conf', '/etc/systemd/system/app.service']) {
      expect([path, (await host.exec(['test', '-e', path])).exitCode]).toEqual([path, 1]);
    }
    expect((await host.exec(['systemctl', 'is-active', 'app'])).stdout.trim()).toBe('inactive');
    expect(await out(host, 'cat', '/etc/neighbour.conf')).toBe('not ours\n');
    expect(await out(fleet.host('le-1'), 'systemctl', 'is-active', 'app')).toBe('active\n');
  }, 300_000);

  test('is all taken away by destroy, but for what holds data or was there before', async () => {
    await applied('destroy', SITE);
    const host = fleet.host('le-1');
    for (const path of ['/etc/app.conf', '/etc/extra.conf', '/etc/systemd/system/app.service']) {
      expect([path, (await host.exec(['test', '-e', path])).exitCode]).toEqual([path, 1]);
    }
    expect(await out(host, 'cat', '/srv/app-data/file')).toBe('precious\n');
    expect((await host.exec(['test', '-e', '/etc/issue.net'])).exitCode).toBe(0);
    expect((await fleet.cli(['destroy', SITE, '-y'])).stdout).toMatch(/Plan: nothing|ok in/);
  }, 300_000);
});

describe('a run that is rolled back', () => {
  test('leaves every byte, mode, owner, version and unit state as before it', async () => {
    const host = fleet.host('le-1');
    const [before, state] = [await tree(host), await stateOf('le-1')];
    using later = changedSite(SITE, ...LATER);
    const run = runOf(await applied('apply', later.path));
    expect(effects(before, await tree(host))).not.toEqual([]);
    await applied('rollback', run);
    expect(effects(before, await tree(host))).toEqual([]);
    expect(await stateOf('le-1')).toBe(state);
  }, 300_000);

  test('and the run itself end right however often the agent is killed', async () => {
    const host = fleet.host('le-1');
    const [before, state] = [await tree(host), await stateOf('le-1')];
    using later = changedSite(SITE, ...LATER);
    const run = runOf((await killingAgent(host, applied('apply', later.path))).result);
    expect((await host.exec(['test', '-e', '/etc/extra.conf'])).exitCode).toBe(1);
    await killingAgent(host, applied('rollback', run));
    expect(effects(before, await tree(host))).toEqual([]);
    expect(await stateOf('le-1')).toBe(state);
  }, 300_000);
});
