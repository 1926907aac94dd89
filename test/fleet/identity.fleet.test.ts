import { join } from 'node:path';
import type { CommandResult } from '../lab/machine/command.ts';
import { changedSite } from './harness/changed-site.ts';
import { type Fleet, out, startFleet } from './harness/fleet.ts';

/** A key that a service made once, on a real host: backed up, missed, and put back. */
const SITE = join(import.meta.dirname, 'sites/identity.ts');
const KEY = '/var/lib/node/key';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({ hosts: ['id-1'] });
}, 600_000);
afterAll(() => fleet?.remove(), 120_000);

const cli = (...words: readonly string[]): Promise<CommandResult> => fleet.cli(words, { timeoutMs: 120_000 });
const ok = async (...words: readonly string[]): Promise<string> => {
  const done = await cli(...words);
  if (done.exitCode !== 0)
    throw new Error(`${words.join(' ')} ended with ${done.exitCode}:\n${done.stdout}${done.stderr}`);
  return done.stdout;
};
const key = (): Promise<string> =>
  out(fleet.host('id-1'), 'sh', '-c', `sha256sum <${KEY} && stat -c '%U %G %a' ${KEY}`);
const started = (): Promise<string> => out(fleet.host('id-1'), 'systemctl', 'show', '-P', 'MainPID', 'node');

test('a file that says who a member is is backed up, and its loss stops everything until it is settled', async () => {
  await ok('apply', SITE, '-y');
  const first = await key();
  expect(await ok('identity')).toMatch(new RegExp(`node@id-1 +${KEY} +identity +${first.slice(0, 12)} .* kept`));
  expect(await ok('apply', SITE, '-y')).not.toMatch(/changed=|failed=/);

  await out(fleet.host('id-1'), 'rm', KEY);
  const process = await started();
  using changed = changedSite(SITE, ["text: 'one'", "text: 'two'"]);
  for (const words of [
    ['plan', SITE],
    ['apply', changed.path, '-y'],
  ]) {
    const refused = await cli(...words);
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining(`${KEY} of node@id-1 is gone`)]);
    expect(refused.stderr).toContain('controller identity restore node@id-1');
  }
  expect(await started()).toBe(process);

  expect(await ok('identity', 'restore', 'node@id-1')).toBe(`${KEY} of node@id-1 is put back by the next apply\n`);
  const plan = await ok('plan', changed.path, '--diff');
  expect(plan).toMatch(/\+ file \/var\/lib\/node\/key/);
  await ok('apply', changed.path, '-y');
  expect(await key()).toBe(first);
  // The file is its owner's own again, and so the next apply lets go of it.
  await ok('apply', changed.path, '-y');
  expect(await ok('apply', changed.path, '-y')).not.toMatch(/changed=|removed=|failed=/);
  expect(await key()).toBe(first);
}, 400_000);

test('another one in its place is refused as well, and counts once somebody says so', async () => {
  await ok('apply', SITE, '-y');
  const first = await key();
  await out(fleet.host('id-1'), 'sh', '-c', `head -c 300 /dev/urandom >${KEY}`);
  const refused = await cli('plan', SITE);
  expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('is not the one any more')]);
  await ok('identity', 'forget', 'node@id-1', KEY);
  using changed = changedSite(SITE, ["text: 'one'", "text: 'three'"]);
  await ok('apply', changed.path, '-y');
  expect(await key()).not.toBe(first);
  expect(await ok('identity')).toContain((await key()).slice(0, 12));
  const none = await cli('identity', 'forget', 'node@id-9');
  expect([none.exitCode, none.stderr]).toEqual([1, expect.stringContaining('nothing is kept')]);
}, 400_000);
