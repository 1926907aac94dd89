import { join } from 'node:path';
import { type Fleet, out, startFleet, until } from './harness/fleet.ts';

/** A reboot in the middle of a run. The lab starts the host again, as firmware does with a machine. */
const SITE = join(import.meta.dirname, 'sites/reboot.ts');

let fleet: Fleet;
const host = () => fleet.host('rb-1');
const apply = () => fleet.cli(['apply', SITE, '-y']);
/** systemd-nspawn gives each start of a container one of its own. */
const bootId = async () => (await out(host(), 'cat', '/proc/sys/kernel/random/boot_id')).trim();

beforeAll(async () => {
  fleet = await startFleet({ hosts: ['rb-1'] });
}, 600_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

/** Applies, and starts the host again when it went down. */
async function throughAReboot() {
  const applying = apply();
  await until('the host went down', async () => !host().isRunning(), 90_000);
  await host().start();
  return applying;
}

describe('a reboot', () => {
  test('that is to be done once is done once, and the run goes on after it', async () => {
    const before = await bootId();
    const done = await throughAReboot();
    expect([done.exitCode, done.stdout]).toEqual([0, expect.stringContaining('changed=1')]);
    expect(await bootId()).not.toBe(before);
    expect(await out(host(), 'cat', '/root/after')).toBe('after\n');
    const again = await apply();
    expect([again.exitCode, again.stdout]).toEqual([0, expect.not.stringMatching(/changed=|failed=/)]);
  });

  test('that is required by a package is done, and is not required afterwards', async () => {
    await out(host(), 'touch', '/run/reboot-required');
    const before = await bootId();
    const done = await throughAReboot();
    expect([done.exitCode, done.stdout]).toEqual([0, expect.stringContaining('changed=1')]);
    expect(await bootId()).not.toBe(before);
  });
});
