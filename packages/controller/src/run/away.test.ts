import type { HostName, RunId } from '@rolecall/protocol';
import { bedForEach } from '../testing/bed.ts';
import { all, outcomes, PACE, until } from '../testing/controller.ts';

const bed = bedForEach();

const [b, d] = ['b', 'd'] as HostName[] as [HostName, HostName];
const open = (patience = PACE.patience): Promise<void> => bed.begin({ pace: { ...PACE, patience } });
const phaseOf = (run: RunId, id: string) => bed.controller.runs.logOf(run).state.instances.get(id as never)?.phase;
const applied = async () => bed.controller.finished(await bed.controller.apply(await bed.controller.plan()));

describe('a host that leaves in the middle of a run', () => {
  test.each([
    ['before its work reached it', true],
    ['while it works', false],
  ])('%s and comes back is waited for, and nothing fails', async (_, lost) => {
    await open();
    const agent = bed.agent(b);
    const go = agent.hold();
    const plan = await bed.controller.plan();
    const run = await bed.controller.apply(plan);
    if (lost) bed.controller.hub.unlink(b);
    await until(() => phaseOf(run, 'store@b') === 'working', 'work for b');
    if (!lost) await until(() => agent.firstUnacknowledged === 2, 'its acceptance');
    bed.controller.hub.unlink(b);
    go();
    await agent.idle();
    await new Promise((resolve) => setTimeout(resolve, 100));
    bed.controller.hub.link(b);
    const events = await bed.controller.finished(run);
    expect(new Set(Object.values(outcomes(events)))).toEqual(new Set(['changed']));
    expect(all(events, 'linked').map(({ host, linked }) => [host, linked])).toContainEqual([b, true]);
    expect(new Set(agent.executed).size).toBe(agent.executed.length);
  });

  test('and stays away ends unreachable, and what needs it is skipped', async () => {
    await open({ othersMs: 300, lastMs: 300 });
    bed.agent(b).hold();
    const run = await bed.controller.apply(await bed.controller.plan());
    await until(() => phaseOf(run, 'store@b') === 'working', 'work for b');
    bed.controller.hub.unlink(b);
    const events = await bed.controller.finished(run);
    expect(events.at(-1)).toMatchObject({ outcome: 'unreachable' });
    expect(outcomes(events)).toMatchObject({ 'store@b': 'unreachable', 'lone@d': 'changed', 'web@a': 'skipped' });
    const { fault } = all(events, 'ended').find(({ instance }) => instance === 'store@b') ?? { fault: null };
    expect(fault?.message).toContain('b is not linked');
  });

  test('is given less time when only hosts that are away are left', async () => {
    await open({ othersMs: 60_000, lastMs: 300 });
    bed.agent(d).hold();
    const run = await bed.controller.apply(await bed.controller.plan());
    await until(() => phaseOf(run, 'lone@d') === 'working', 'work for d');
    bed.controller.hub.unlink(d);
    expect(outcomes(await bed.controller.finished(run))).toMatchObject({
      'store@a': 'changed',
      'web@a': 'changed',
      'lone@d': 'unreachable',
      'web@d': 'unreachable',
    });
  });

  test('is waited for from when it has left, and not while its link is ending, however old the controller is', async () => {
    await open({ othersMs: 300, lastMs: 300 });
    await new Promise((resolve) => setTimeout(resolve, 400));
    const go = bed.agent(b).hold();
    const run = await bed.controller.apply(await bed.controller.plan());
    await until(() => phaseOf(run, 'store@b') === 'working', 'work for b');
    const { hub, runs } = bed.controller;
    const isLinked = hub.isLinked.bind(hub);
    hub.isLinked = (host) => host !== b && isLinked(host);
    runs.logOf(run).changed.raise();
    await new Promise((resolve) => setTimeout(resolve, 50));
    hub.isLinked = isLinked;
    hub.unlink(b);
    go();
    hub.link(b);
    expect(outcomes(await bed.controller.finished(run))).toMatchObject({ 'store@b': 'changed', 'web@a': 'changed' });
  });

  test('and had nothing to change keeps nobody from using it', async () => {
    await open({ othersMs: 300, lastMs: 300 });
    await applied();
    bed.agent('a').alter('file:/etc/web');
    const plan = await bed.controller.plan();
    bed.agent(b).hold();
    const run = await bed.controller.apply(plan);
    await until(() => phaseOf(run, 'store@b') === 'working', 'work for b');
    bed.controller.hub.unlink(b);
    expect(outcomes(await bed.controller.finished(run))).toMatchObject({
      'store@b': 'unreachable',
      'web@a': 'changed',
    });
  });
});

describe('a member of a formed cluster that leaves when nothing more is to be done on it', () => {
  /** The store is restarted on c and then on a; b leaves while c is at work, and c ends well. */
  async function leftByB(patience = PACE.patience): Promise<RunId> {
    await open(patience);
    await applied();
    for (const host of ['a', 'c']) bed.agent(host).alter('service:store');
    const go = bed.agent('c').hold();
    const run = await bed.controller.apply(await bed.controller.plan());
    await until(() => phaseOf(run, 'store@b') === 'ended' && isDown(run, 'store@c'), 'work for c');
    bed.controller.hub.unlink(b);
    go?.();
    await until(() => phaseOf(run, 'store@c') === 'ended', 'the end of c');
    return run;
  }
  const isDown = (run: RunId, id: string) => ['draining', 'working'].includes(phaseOf(run, id) ?? '');
  const restarted = (host: string) =>
    bed.agent(host).executed.filter((id) => id.includes('store@') && id.includes('/converge/')).length;

  test('keeps the others from being taken down until it is back', async () => {
    const run = await leftByB();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([phaseOf(run, 'store@a'), restarted('a')]).toEqual(['waiting', 1]);
    bed.controller.hub.link(b);
    expect(outcomes(await bed.controller.finished(run))).toMatchObject({ 'store@c': 'changed', 'store@a': 'changed' });
  });

  test('and stays away ends the run: the others are left as they are, and say why', async () => {
    const run = await leftByB({ othersMs: 300, lastMs: 300 });
    const events = await bed.controller.finished(run);
    expect(outcomes(events)).toMatchObject({ 'store@b': 'ok', 'store@c': 'changed', 'store@a': 'skipped' });
    expect(all(events, 'ended').find(({ instance }) => instance === 'store@a')?.fault).toMatchObject({
      code: 'too_many_down',
      message: expect.stringContaining('store@b is away'),
    });
    expect(restarted('a')).toBe(1);
  });
});

describe('a host that leaves before it has proven that it is up', () => {
  /** The store on b is asked whether it is up, and gives no good answer. */
  async function proving(patience: { readonly othersMs: number; readonly lastMs: number }): Promise<RunId> {
    await bed.begin({ pace: { ...PACE, patience, proofMs: 600 } });
    bed.agent(b).behaviour.answer = (ask) =>
      ask.ask === 'tcp' ? { is: 'absent', reason: 'nothing listens' } : { is: 'value', value: {} };
    const run = await bed.controller.apply(await bed.controller.plan());
    await until(() => phaseOf(run, 'store@b') === 'proving', 'the proof of b');
    bed.controller.hub.unlink(b);
    return run;
  }

  test('ends unreachable, not failed', async () => {
    const run = await proving({ othersMs: 1_000, lastMs: 1_000 });
    const events = await bed.controller.finished(run);
    expect(outcomes(events)).toMatchObject({ 'store@b': 'unreachable', 'web@a': 'skipped' });
  });

  test('is asked again when it is back, however long its proof would have had', async () => {
    const run = await proving({ othersMs: 30_000, lastMs: 30_000 });
    await new Promise((resolve) => setTimeout(resolve, 900));
    bed.agent(b).behaviour.answer = () => ({ is: 'value', value: { connectMs: 1 } });
    bed.controller.hub.link(b);
    expect(outcomes(await bed.controller.finished(run))).toMatchObject({ 'store@b': 'changed', 'web@a': 'changed' });
  });
});

describe('a member that was away before the run', () => {
  const webOfA = () => bed.agent('a').alter('file:/etc/web');

  test('and is as it was last applied keeps nobody from using it', async () => {
    await open({ othersMs: 300, lastMs: 300 });
    await applied();
    webOfA();
    bed.controller.hub.unlink(b);
    expect(outcomes(await applied())).toMatchObject({ 'store@b': 'unreachable', 'web@a': 'changed' });
  });

  test('and is to be otherwise than it was last applied is waited for by those who use it', async () => {
    await open({ othersMs: 300, lastMs: 300 });
    await applied();
    webOfA();
    bed.controller.hub.unlink(b);
    bed.controller.database.run(`UPDATE applied SET catalog = ? WHERE instance = 'store@b'`, 'c'.repeat(64));
    expect(outcomes(await applied())).toMatchObject({ 'store@b': 'unreachable', 'web@a': 'skipped' });
  });

  test('gives what it gave when it was last applied, whatever is known of it by now', async () => {
    await open({ othersMs: 300, lastMs: 300 });
    await applied();
    bed.controller.hub.unlink(b);
    bed.controller.database.run(`UPDATE host SET address = '10.0.0.99' WHERE name = 'b'`);
    const planned = all(await bed.controller.finished(await bed.controller.plan()), 'planned');
    expect(planned.find(({ instance }) => instance === 'web@d')).toMatchObject({ outcome: 'ok' });
    bed.controller.hub.link(b);
    const later = all(await bed.controller.finished(await bed.controller.plan()), 'planned');
    expect(later.find(({ instance }) => instance === 'web@d')).toMatchObject({ outcome: 'changed' });
  });

  test('keeps the others of a formed cluster from being taken down', async () => {
    await open({ othersMs: 300, lastMs: 300 });
    await applied();
    bed.controller.hub.unlink(b);
    for (const agent of bed.agents.values()) agent.alter('service:store');
    const before = bed.agent('c').executed.length;
    const events = await applied();
    expect(outcomes(events)).toMatchObject({ 'store@a': 'skipped', 'store@b': 'unreachable', 'store@c': 'skipped' });
    expect(bed.agent('c').executed).toHaveLength(before ?? -1);
  });
});
