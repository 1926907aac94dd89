import type { Change, KindName } from '@rolecall/protocol';
import { Journal } from './journal/journal.ts';
import { workId } from './state/work.ts';
import { resource } from './testing/memory.ts';
import { assignmentNamed, TestSite } from './testing/site.ts';

const setting = (name: string, value = 'on') => resource('setting', name, { value });
const assignment = assignmentNamed(1);

let site: TestSite;
beforeEach(async () => {
  site = await TestSite.start();
});
afterEach(() => site.end());

const changeTo = (index: number, kind: string, key: string): Change => ({
  index,
  kind: kind as KindName,
  key,
  action: kind === 'command' ? 'run' : 'create',
  differences: [],
  source: { file: 'site.ts', line: 1, column: 1 },
});

/** Leaves behind what an agent leaves that was killed while it wrote one resource. */
async function killedWhileWriting(resources: Parameters<TestSite['put']>[0], change: Change): Promise<void> {
  const journal = Journal.open(`${site.settings.stateFolder}/journal`, { reserveBytes: 4096 });
  journal.append({ is: 'assigned', message: site.applyMessage(resources) });
  journal.report({ report: 'accepted', assignment });
  journal.append({ is: 'writing', assignment, change, disturbs: false, startedAt: Date.now() });
  await journal.close();
}

const start = async () => {
  site.startAgent();
  return site.controller.until(() => site.controller.finished(assignment));
};

test('what was being written and is right now counts as changed; what differs is written again', async () => {
  await killedWhileWriting([setting('a'), setting('b')], changeTo(0, 'setting', 'a'));
  site.memory.settings.set('a', 'on');
  expect(await start()).toMatchObject({ outcome: 'changed', counts: { ok: 0, changed: 2 } });
  expect(site.memory.log.filter((line) => line.startsWith('set'))).toEqual(['set b']);
});

test('half-written, it is written again', async () => {
  await killedWhileWriting([setting('a')], changeTo(0, 'setting', 'a'));
  site.memory.settings.set('a', 'half');
  expect(await start()).toMatchObject({ outcome: 'changed', counts: { changed: 1 } });
  expect(site.memory.settings.get('a')).toBe('on');
});

test('a command that went on without its agent is waited for, its output streamed, and not run twice', async () => {
  const resources = [resource('command', 'one'), setting('b')];
  await killedWhileWriting(resources, changeTo(0, 'command', 'one'));
  const argv = ['sh', '-c', 'echo begun; sleep 0.5; echo done'];
  void site.commands.run(`${workId(assignment, 0)}.0`, { argv, timeoutMs: 5000 }, [], () => {});
  const finished = await start();
  expect(finished).toMatchObject({ outcome: 'changed', counts: { changed: 2 } });
  expect(site.memory.log).not.toContain('run one');
  const output = () => site.controller.output.get(`stdout ${workId(assignment, 0)}.0`)?.toString();
  await site.controller.until(() => output() === 'begun\ndone\n');
});

test('a command that failed meanwhile is reported as failed', async () => {
  await killedWhileWriting([resource('command', 'one'), setting('b')], changeTo(0, 'command', 'one'));
  const argv = ['sh', '-c', 'echo no luck >&2; exit 4'];
  await site.commands.run(`${workId(assignment, 0)}.0`, { argv, timeoutMs: 5000 }, [], () => {});
  const fault = { code: 'command_failed', lastLines: ['no luck'] };
  expect(await start()).toMatchObject({ outcome: 'failed', fault, counts: { failed: 1, skipped: 1 } });
});

test('a command that was cut off without a guard ends as interrupted, outcome unknown', async () => {
  await killedWhileWriting([resource('command', 'one')], changeTo(0, 'command', 'one'));
  site.commands.lost.add(`${workId(assignment, 0)}.0`);
  const message = expect.stringContaining('interrupted, outcome unknown');
  expect(await start()).toMatchObject({ outcome: 'failed', fault: { code: 'interrupted', message } });
  expect(site.memory.log).not.toContain('run one');
});

test('a command that was cut off, has no guard, and may be repeated is run again', async () => {
  const repeatable = resource('command', 'true', { onInterrupted: 'rerun' });
  await killedWhileWriting([repeatable, setting('b')], changeTo(0, 'command', 'true'));
  site.commands.lost.add(`${workId(assignment, 0)}.0`);
  expect(await start()).toMatchObject({ outcome: 'changed', counts: { changed: 2 } });
  expect(site.memory.log.filter((line) => line === 'run true')).toEqual(['run true']);
});

test('a command that was cut off and has a guard converges', async () => {
  const guarded = resource('command', 'true', { creates: 'made' });
  await killedWhileWriting([guarded], changeTo(0, 'command', 'true'));
  site.commands.lost.add(`${workId(assignment, 0)}.0`);
  expect(await start()).toMatchObject({ outcome: 'changed' });
  expect(site.memory.log).toContain('run true');
});

test('an ad-hoc command that went on is picked up; one that is lost says so', async () => {
  const journal = Journal.open(`${site.settings.stateFolder}/journal`, { reserveBytes: 4096 });
  const message = (command: string) => ({
    type: 'command' as const,
    command,
    argv: ['true'],
    tty: false,
    timeoutMs: 5000,
  });
  for (const id of ['kept', 'gone']) journal.append({ is: 'command', message: message(id) });
  await journal.close();
  const argv = ['sh', '-c', 'sleep 0.3; exit 5'];
  void site.commands.run('kept', { argv, timeoutMs: 5000 }, [], () => {});
  site.startAgent();
  await site.controller.until(() => site.controller.reports.length === 2);
  const ended = site.controller.reports.map(({ body }) => body);
  expect(ended).toContainEqual({ report: 'command', command: 'kept', exitCode: 5, signal: null });
  expect(ended).toContainEqual(
    expect.objectContaining({ command: 'gone', fault: expect.objectContaining({ code: 'interrupted' }) }),
  );
});

test('stopped and started at random, every resource is written and reported exactly once', async () => {
  const names = Array.from({ length: 40 }, (_, i) => `s${i}`);
  site.startAgent();
  await site.linked();
  site.controller.send(site.applyMessage(names.map((name) => setting(name))));
  await site.controller.until(() => site.controller.reports.length > 0);
  for (let round = 0; round < 8 && site.controller.finished(assignment) === undefined; round++) {
    await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 30));
    await site.agent?.stop();
    site.startAgent();
  }
  const finished = await site.controller.until(() => site.controller.finished(assignment));
  expect(finished.counts).toEqual({ ok: 0, changed: 40, removed: 0, failed: 0, skipped: 0 });
  const reported = site.controller.reports.flatMap(({ body }) => (body.report === 'resource' ? [body.change.key] : []));
  expect(reported).toEqual(names);
  expect(site.memory.log.filter((line) => line.startsWith('set '))).toHaveLength(40);
});
