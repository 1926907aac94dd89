import { join } from 'node:path';
import { changedSite } from './harness/changed-site.ts';
import { type Fleet, out, startFleet, until } from './harness/fleet.ts';
import { killAgent } from './harness/kill.ts';

/** Resources of one role that go beside each other on a real host, also where the agent dies among them. */
const SITE = join(import.meta.dirname, 'sites/parallel.ts');

let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet({ hosts: ['pa-1'] });
}, 600_000);
afterAll(() => fleet?.remove(), 120_000);
beforeEach(() => out(fleet.host('pa-1'), 'sh', '-c', 'rm -f /var/lib/wide.* /etc/wide.done'));

/** What the steps said, by step: `began` and `ended` with their times in milliseconds. */
async function steps(): Promise<ReadonlyMap<string, readonly (readonly [word: string, at: number])[]>> {
  const lines = (await out(fleet.host('pa-1'), 'cat', '/var/lib/wide.log')).trim().split('\n');
  const words = lines.map((line) => line.split(' '));
  const said = Map.groupBy(words, ([step = '']) => step);
  return new Map(
    [...said].map(([step, of]) => [step, of.map(([, word = '', at]) => [word, Number(at)] as const)] as const),
  );
}

test('members of a group go beside each other, and what comes behind waits for all', async () => {
  const done = await fleet.cli(['apply', SITE, '-y'], { timeoutMs: 120_000 });
  expect([done.exitCode, done.stdout]).toEqual([0, expect.stringContaining('changed=1')]);
  const said = [...(await steps()).values()].flat();
  const began = said.filter(([word]) => word === 'began').map(([, at]) => at);
  const ended = said.filter(([word]) => word === 'ended').map(([, at]) => at);
  expect([began.length, ended.length]).toEqual([4, 4]);
  expect(Math.max(...began)).toBeLessThan(Math.min(...ended));
  expect((await fleet.cli(['plan', SITE, '--detailed-exitcode'])).exitCode).toBe(0);
});

test('an agent that is killed among them goes on: none is begun twice, and each has one word', async () => {
  const applying = fleet.cli(['apply', SITE, '-y', '--json'], { timeoutMs: 120_000 });
  await until('two steps have begun', async () => (await steps()).size >= 2);
  await killAgent(fleet.host('pa-1'));
  const done = await applying;
  expect(done.exitCode).toBe(0);
  const [instance] = (JSON.parse(done.stdout) as { instances: { done: { change: { key: string } }[] }[] }).instances;
  expect(instance?.done.map(({ change }) => change.key)).toEqual([
    ...[0, 1, 2, 3].map((i) => `step ${i}`),
    '/etc/wide.done',
  ]);
  for (const said of (await steps()).values()) expect(said.map(([word]) => word)).toEqual(['began', 'ended']);
});

test('one that fails stops none of its group, only what comes behind; each has its word', async () => {
  using site = changedSite(SITE, ['breaks: -1', 'breaks: 1']);
  const done = await fleet.cli(['apply', site.path, '-y', '--json'], { timeoutMs: 120_000 });
  expect(done.exitCode).toBe(4);
  const [instance] = (
    JSON.parse(done.stdout) as { instances: { done: { change: { key: string }; outcome: string }[] }[] }
  ).instances;
  expect(instance?.done.map(({ change, outcome }) => `${outcome} ${change.key}`)).toEqual([
    'changed step 0',
    'failed step 1',
    'changed step 2',
    'changed step 3',
  ]);
  expect((await fleet.host('pa-1').exec(['ls', '/etc/wide.done'])).exitCode).not.toBe(0);
});
