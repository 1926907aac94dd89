import { join } from 'node:path';
import { changedSite } from './harness/changed-site.ts';
import { applySite } from './harness/commands.ts';
import { type Fleet, out, startFleet } from './harness/fleet.ts';

/** A resource that one role of a host declared, and another one declares from then on. */
const SITE = join(import.meta.dirname, 'sites/passing.ts');
const PASSED = [
  ["former.on(['pa-1'], { has: true });", "former.on(['pa-1'], { has: false });"],
  ["later.on(['pa-1'], { has: false });", "later.on(['pa-1'], { has: true });"],
] as const;

let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet({ hosts: ['pa-1'] });
}, 600_000);
afterAll(() => fleet?.remove(), 120_000);

const applied = async (site: string): Promise<string> => (await applySite(fleet, site)).stdout;
/** The file itself and the process: whoever removes or restarts one of them gives it another number. */
const numbers = (): Promise<string> =>
  out(fleet.host('pa-1'), 'sh', '-c', 'stat -c "%i %Y %Z" /etc/passed.conf; systemctl show -P MainPID passed');

test('it passes without a write, and belongs to the other one from then on', async () => {
  await applied(SITE);
  const before = await numbers();
  using site = changedSite(SITE, ...PASSED);
  const plan = await fleet.cli(['plan', site.path, '--detailed-exitcode']);
  expect([plan.exitCode, plan.stdout]).toEqual([0, expect.stringContaining('nothing to change')]);
  expect(await applied(site.path)).not.toMatch(/(changed|removed)=[1-9]/);
  expect(await numbers()).toBe(before);
  expect(await applied(site.path)).not.toMatch(/(changed|removed)=[1-9]/);

  using none = changedSite(SITE, [PASSED[0][0], PASSED[0][1]]);
  expect((await fleet.cli(['plan', none.path])).stdout).toContain('- file /etc/passed.conf');
  await applied(none.path);
  expect((await fleet.host('pa-1').exec(['ls', '/etc/passed.conf'])).exitCode).not.toBe(0);
  expect((await fleet.host('pa-1').exec(['systemctl', 'is-active', 'passed'])).exitCode).not.toBe(0);
});
