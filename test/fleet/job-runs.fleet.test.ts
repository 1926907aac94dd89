import { join } from 'node:path';
import { changedSite } from './harness/changed-site.ts';
import { type Fleet, out, startFleet, until } from './harness/fleet.ts';

/** Jobs whose run is cancelled in their middle, and jobs of a use that is known only in the run, on real hosts. */
const CANCELLING = join(import.meta.dirname, 'sites/cancelling.ts');
const DEFERRED = join(import.meta.dirname, 'sites/deferred-jobs.ts');

let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet({ hosts: ['jr-1', 'jr-2'] });
}, 600_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

const cli = async (...words: readonly string[]): Promise<string> => (await fleet.cli(words)).stdout;

/** What the steps of one key wrote down. */
const stepsOf = async (key: string): Promise<readonly string[]> => {
  const log = await out(fleet.host('jr-1'), 'sh', '-c', 'cat /var/lib/steps.log 2>/dev/null || true');
  return log.split('\n').flatMap((line) => (line.endsWith(` ${key}`) ? [line.slice(0, -key.length - 1)] : []));
};

/** Begins an apply, cancels it so often in the first step of its job, and waits until it has ended. */
async function cancelled(site: string, key: string, times: number): Promise<string> {
  const run = (await cli('apply', site, '-y', '--detach')).trim();
  await until('the first step has begun', async () => (await stepsOf(key)).length > 0);
  for (let i = 0; i < times; i++) await cli('runs', 'cancel', run);
  return cli('runs', 'show', run, '--follow');
}

describe('a run with jobs that is cancelled', () => {
  test('once begins no further command of a job; nobody knows then whether it took effect, and a person says so', async () => {
    const shown = await cancelled(CANCELLING, 'first', 1);
    expect(shown).toMatch(/job pair\.both on jr-1 {2}cancelled\njob pair\.last on jr-1 {2}cancelled/);
    expect(await stepsOf('first')).toEqual(['begin one', 'end one']);
    expect(await cli('jobs')).toMatch(/pair\.both +cancelling +unknown \(interrupted\)/);
    expect(await cli('locks')).toContain('cluster:pair:schema');
    expect(await cli('apply', CANCELLING, '-y')).toContain('job pair.both on jr-1  unknown');
    await cli('jobs', 'again', 'pair.both');
    expect(await cli('apply', CANCELLING, '-y')).toContain('job pair.both on jr-1  changed');
    const [, , ...again] = await stepsOf('first');
    expect(again).toEqual(['one', 'two', 'three'].flatMap((step) => [`begin ${step}`, `end ${step}`]));
    expect(await cli('locks')).not.toContain('cluster:pair:schema');
  });

  test('twice ends the command that runs', async () => {
    using site = changedSite(CANCELLING, ["key: 'first'", "key: 'second'"]);
    const shown = await cancelled(site.path, 'second', 2);
    expect(shown).toContain('job pair.both on jr-1  cancelled');
    expect(await cli('jobs')).toMatch(/pair\.both +cancelling +unknown \(interrupted\)/);
    await cli('jobs', 'done', 'pair.both');
    expect(await cli('apply', site.path, '-y')).toContain('job pair.last on jr-1  changed');
    expect(await stepsOf('second')).toEqual(['begin one', 'begin three', 'end three']);
  });
});

test('jobs of a use that is known only in the run are carried out in it, and give what others wait for', async () => {
  const plan = await cli('plan', DEFERRED);
  expect(plan).toContain('? index@jr-1: known after keys.token');
  expect(plan).toContain('? web@jr-2: known after index');
  const applied = await fleet.cli(['apply', DEFERRED, '-y']);
  expect([applied.exitCode, applied.stdout]).toEqual([0, expect.stringContaining('job index.build on jr-1  changed')]);
  expect(await out(fleet.host('jr-2'), 'cat', '/etc/web.conf')).toBe('built with a-token\n');
  const again = await fleet.cli(['apply', DEFERRED, '-y']);
  expect([again.exitCode, again.stdout]).toEqual([0, expect.not.stringMatching(/changed|failed|unknown/)]);
  expect(await out(fleet.host('jr-1'), 'cat', '/var/lib/built')).toBe('a-token\n');
});
