import type { AssignmentId, RunId } from '@rolecall/protocol';
import { eventsOf } from '../store/runs.ts';
import { bedForEach } from '../testing/bed.ts';
import { all, outcomes, PACE, until } from '../testing/controller.ts';
import { runHandlers } from './verbs.ts';

const bed = bedForEach();

const agent = (host: string) => bed.agent(host);
const phaseOf = (run: RunId, id: string) => bed.controller.runs.logOf(run).state.instances.get(id as never)?.phase;
const broken = () => ({ code: 'command_failed', message: 'no such package' });
const instancesOf = (assignments: readonly AssignmentId[]) => assignments.map((one) => one.split('/')[1]);
const cancel = (run: RunId) =>
  runHandlers(bed.controller.services, bed.controller.runs)['runs.cancel']({ run }, { operator: 'ann' } as never);

describe('a failure', () => {
  test('skips what depends on it; everything else goes on', async () => {
    agent('c').behaviour.fault = broken;
    const events = await bed.controller.finished(await bed.controller.apply(await bed.controller.plan()));
    expect(events.at(-1)).toMatchObject({ event: 'finished', outcome: 'failed', fault: null });
    expect(outcomes(events)).toEqual({
      'store@b': 'changed',
      'store@c': 'failed',
      'store@a': 'skipped',
      'web@a': 'skipped',
      'web@d': 'skipped',
      'lone@d': 'changed',
    });
    const faults = new Map(all(events, 'ended').map(({ instance, fault }) => [instance as string, fault]));
    expect(faults.get('store@c')).toEqual(broken());
    expect(faults.get('web@a')?.message).toMatch(
      /store@c, which it uses, is failed|store@a, which it uses, is skipped/,
    );
  });

  test('of a member that was drained still brings it back into service', async () => {
    for (const host of ['a', 'b', 'c']) agent(host).bring('service:store');
    agent('b').behaviour.fault = (assignment) => (assignment.includes('/converge/') ? broken() : undefined);
    const events = await bed.controller.finished(await bed.controller.apply(await bed.controller.plan()));
    expect(agent('b').executed.map((one) => one.split('/')[2])).toEqual(['drain', 'converge', 'undrain']);
    expect(outcomes(events)).toMatchObject({ 'store@b': 'failed' });
  });

  test('is mended by a run that resumes it and leaves out what is done', async () => {
    agent('c').behaviour.fault = broken;
    const failed = await bed.controller.apply(await bed.controller.plan());
    await bed.controller.finished(failed);
    agent('c').behaviour.fault = () => undefined;
    const [before, done] = [agent('b').executed.length, agent('d').executed.length];
    const events = await bed.controller.finished(
      await bed.controller.apply(await bed.controller.plan({ resumes: failed })),
    );
    expect(outcomes(events)).toEqual({
      'store@c': 'changed',
      'store@a': 'changed',
      'web@a': 'changed',
      'web@d': 'changed',
    });
    expect(agent('b').executed).toHaveLength(before);
    expect(instancesOf(agent('d').executed.slice(done))).toEqual(['web@d']);
  });
});

describe('what cannot be resumed is refused in a sentence:', () => {
  const resuming = (resumes: RunId) => bed.controller.plan({ resumes });

  test('a run that does not exist', async () => {
    await expect(resuming('20260101-000000-none0' as RunId)).rejects.toThrow('there is no run 20260101-000000-none0');
  });

  test('a plan', async () => {
    await expect(resuming(await bed.controller.plan())).rejects.toThrow('is a plan: it began nothing');
  });

  test('a run that goes on', async () => {
    const go = agent('b').hold();
    const run = await bed.controller.apply(await bed.controller.plan());
    await expect(resuming(run)).rejects.toThrow(`run ${run} has not finished yet`);
    go();
    await bed.controller.finished(run);
  });

  test('a run that left nothing to do, also over several that went on with each other', async () => {
    agent('c').behaviour.fault = broken;
    const failed = await bed.controller.apply(await bed.controller.plan());
    await bed.controller.finished(failed);
    agent('c').behaviour.fault = () => undefined;
    const run = await bed.controller.apply(await bed.controller.plan({ resumes: failed }));
    await bed.controller.finished(run);
    await expect(resuming(run)).rejects.toThrow(`run ${run} left nothing to do`);
  });

  test('a run of another site', async () => {
    const run = await bed.controller.apply(await bed.controller.plan());
    await bed.controller.finished(run);
    const created = `UPDATE run_event SET body = replace(body, '"site":"fleet"', '"site":"other"') WHERE run = ?`;
    bed.controller.database.run(created, run);
    await expect(resuming(run)).rejects.toThrow(`run ${run} is one of the site other, not of fleet`);
  });
});

describe('a wait', () => {
  test('is told in the log of the run, and on being asked', async () => {
    await bed.begin({ pace: { ...PACE, momentMs: 20 } });
    const go = agent('b').hold();
    const run = await bed.controller.apply(await bed.controller.plan());
    const held = () =>
      eventsOf(bed.controller.database, run).flatMap(({ body }) => (body.event === 'held' ? [body] : []));
    await until(() => held().some(({ instance }) => instance === 'web@a'), 'a reason');
    expect(held().find(({ instance }) => instance === 'store@c')?.holds).toEqual([
      { gate: 'order', reason: 'store@b is down or being changed, and only 1 may be at once' },
    ]);
    const why = runHandlers(bed.controller.services, bed.controller.runs).why;
    const { reasons } = await why({ instance: 'store@c' as never, run }, { operator: 'ann' } as never);
    expect(reasons).toEqual(['store@b is down or being changed, and only 1 may be at once (gate order)']);
    go();
    await bed.controller.finished(run);
  });
});

describe('a cancel', () => {
  test('lets what has begun end, and starts nothing else', async () => {
    const go = agent('b').hold();
    const run = await bed.controller.apply(await bed.controller.plan());
    await until(() => phaseOf(run, 'store@b') === 'working', 'work for b');
    expect(await cancel(run)).toEqual({ cancelling: true });
    await until(() => phaseOf(run, 'store@c') === 'ended', 'the end of those that wait');
    go();
    const events = await bed.controller.finished(run);
    expect(events.at(-1)).toMatchObject({ outcome: 'cancelled' });
    expect(outcomes(events)).toMatchObject({ 'store@b': 'changed', 'store@c': 'cancelled', 'web@a': 'cancelled' });
    expect(await cancel(run)).toEqual({ cancelling: false });
  });

  test('that is given twice ends what has begun, too', async () => {
    agent('b').hold();
    const run = await bed.controller.apply(await bed.controller.plan());
    await until(() => phaseOf(run, 'store@b') === 'working', 'work for b');
    await cancel(run);
    await cancel(run);
    const events = await bed.controller.finished(run);
    expect(outcomes(events)).toMatchObject({ 'store@b': 'cancelled', 'store@c': 'cancelled' });
    expect(agent('b').executed).toEqual([]);
  });

  test('that is given twice does not keep a drained member out of service', async () => {
    for (const host of ['a', 'b', 'c']) agent(host).bring('service:store');
    const pause = Promise.withResolvers<void>();
    agent('b').behaviour.pause = (assignment) =>
      assignment.includes('/drain/') ? Promise.resolve() : assignment.includes('/undrain/') ? slow() : pause.promise;
    const run = await bed.controller.apply(await bed.controller.plan());
    await until(() => agent('b').executed.length === 1 && phaseOf(run, 'store@b') === 'working', 'b to be drained');
    await cancel(run);
    await cancel(run);
    const events = await bed.controller.finished(run);
    expect(agent('b').executed.map((one) => one.split('/')[2])).toEqual(['drain', 'undrain']);
    expect(outcomes(events)).toMatchObject({ 'store@b': 'cancelled' });
  });

  test('that is given twice waits for no proof', async () => {
    agent('b').behaviour.answer = (ask) =>
      ask.ask === 'tcp' ? { is: 'absent', reason: 'nothing listens' } : { is: 'value', value: {} };
    const run = await bed.controller.apply(await bed.controller.plan());
    await until(() => phaseOf(run, 'store@b') === 'proving', 'the proof of b');
    await cancel(run);
    const began = performance.now();
    await cancel(run);
    const events = await bed.controller.finished(run);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(outcomes(events)).toMatchObject({ 'store@b': 'cancelled', 'store@c': 'cancelled' });
    expect(events.at(-1)).toMatchObject({ outcome: 'cancelled' });
  });

  const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 200));
});
