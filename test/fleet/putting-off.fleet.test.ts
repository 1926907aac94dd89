import { join } from 'node:path';
import { changedSite } from './harness/changed-site.ts';
import { applySite } from './harness/commands.ts';
import { type Fleet, out, startFleet, until } from './harness/fleet.ts';
import { killAgent } from './harness/kill.ts';

const SITE = join(import.meta.dirname, 'sites/putting-off.ts');
const PUT_OFF = 'it does not run with what was written: restart: file:/etc/relay.conf was put off';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({ hosts: ['po-1'] });
}, 600_000);
afterAll(() => fleet?.remove(), 120_000);

const applied = async (site: string, ...words: readonly string[]): Promise<string> =>
  (await applySite(fleet, site, ...words)).stdout;
const process = (): Promise<string> => out(fleet.host('po-1'), 'systemctl', 'show', '-P', 'MainPID', 'relay');

test('a restart that is put off is said by every plan, and done only when somebody asks for it', async () => {
  await applied(SITE);
  const before = await process();
  using site = changedSite(SITE, ["text: 'one'", "text: 'two'"]);
  expect(await applied(site.path)).toContain(PUT_OFF);
  expect(await out(fleet.host('po-1'), 'cat', '/etc/relay.conf')).toBe('two\n');
  expect(await process()).toBe(before);

  await killAgent(fleet.host('po-1'));
  // Another agent knows it too: it is remembered on the host.
  const plan = () => fleet.cli(['plan', site.path, '--detailed-exitcode']);
  await until('the next agent answers', async () => (await plan()).exitCode === 0);
  expect((await plan()).stdout).toContain(PUT_OFF);

  const unknown = await fleet.cli(['apply', site.path, '-y', '--restart', 'relays']);
  expect([unknown.exitCode, unknown.stderr]).toEqual([1, expect.stringContaining('uses nothing called relays')]);
  await applied(site.path, '--restart', 'relay');
  expect(await process()).not.toBe(before);
  expect((await plan()).stdout).not.toContain('put off');
}, 300_000);
