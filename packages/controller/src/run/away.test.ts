import type { HostName, RunId } from '@rolecall/protocol';
import {
  all,
  makeAgents,
  makeWorld,
  openController,
  outcomes,
  PACE,
  type TestController,
  until,
  type World,
} from '../testing/controller.ts';
import type { FakeAgent } from '../testing/fake-agent.ts';

let world: World;
let agents: ReadonlyMap<HostName, FakeAgent>;
let controller: TestController;

beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world?.close());
beforeEach(() => {
  agents = makeAgents();
});
afterEach(() => controller?.close());

const [b, d] = ['b', 'd'] as HostName[] as [HostName, HostName];
const open = async (patience = PACE.patience): Promise<void> => {
  controller = await openController(world, world.fresh(), agents, { pace: { ...PACE, patience } });
};
const phaseOf = (run: RunId, id: string) => controller.runs.logOf(run).state.instances.get(id as never)?.phase;
const applied = async () => controller.finished(await controller.apply(await controller.plan()));

describe('a host that leaves in the middle of a run', () => {
  test.each([
    ['before its work reached it', true],
    ['while it works', false],
  ])('%s and comes back is waited for, and nothing fails', async (_, lost) => {
    await open();
    const agent = agents.get(b) as FakeAgent;
    const go = agent.hold();
    const plan = await controller.plan();
    const run = await controller.apply(plan);
    if (lost) controller.hub.unlink(b);
    await until(() => phaseOf(run, 'store@b') === 'working', 'work for b');
    if (!lost) await until(() => agent.firstUnacknowledged === 2, 'its acceptance');
    controller.hub.unlink(b);
    go();
    await agent.idle();
    await new Promise((resolve) => setTimeout(resolve, 100));
    controller.hub.link(b);
    const events = await controller.finished(run);
    expect(new Set(Object.values(outcomes(events)))).toEqual(new Set(['changed']));
    expect(all(events, 'linked').map(({ host, linked }) => [host, linked])).toContainEqual([b, true]);
    expect(new Set(agent.executed).size).toBe(agent.executed.length);
  });

  test('and stays away ends unreachable, and what needs it is skipped', async () => {
    await open({ othersMs: 300, lastMs: 300 });
    (agents.get(b) as FakeAgent).hold();
    const run = await controller.apply(await controller.plan());
    await until(() => phaseOf(run, 'store@b') === 'working', 'work for b');
    controller.hub.unlink(b);
    const events = await controller.finished(run);
    expect(events.at(-1)).toMatchObject({ outcome: 'unreachable' });
    expect(outcomes(events)).toMatchObject({ 'store@b': 'unreachable', 'lone@d': 'changed', 'web@a': 'skipped' });
    const { fault } = all(events, 'ended').find(({ instance }) => instance === 'store@b') ?? { fault: null };
    expect(fault?.message).toContain('b is not linked');
  });

  test('is given less time when only hosts that are away are left', async () => {
    await open({ othersMs: 60_000, lastMs: 300 });
    (agents.get(d) as FakeAgent).hold();
    const run = await controller.apply(await controller.plan());
    await until(() => phaseOf(run, 'lone@d') === 'working', 'work for d');
    controller.hub.unlink(d);
    expect(outcomes(await controller.finished(run))).toMatchObject({
      'store@a': 'changed',
      'web@a': 'changed',
      'lone@d': 'unreachable',
      'web@d': 'unreachable',
    });
  });

  test('and had nothing to change keeps nobody from using it', async () => {
    await open({ othersMs: 300, lastMs: 300 });
    await applied();
    agents.get('a' as HostName)?.alter('file:/etc/web');
    const plan = await controller.plan();
    (agents.get(b) as FakeAgent).hold();
    const run = await controller.apply(plan);
    await until(() => phaseOf(run, 'store@b') === 'working', 'work for b');
    controller.hub.unlink(b);
    expect(outcomes(await controller.finished(run))).toMatchObject({ 'store@b': 'unreachable', 'web@a': 'changed' });
  });
});

describe('a member of a formed cluster that leaves when nothing more is to be done on it', () => {
  /** The store is restarted on c and then on a; b leaves while c is at work, and c ends well. */
  async function leftByB(patience = PACE.patience): Promise<RunId> {
    await open(patience);
    await applied();
    for (const host of ['a', 'c']) agents.get(host as HostName)?.alter('service:store');
    const go = agents.get('c' as HostName)?.hold();
    const run = await controller.apply(await controller.plan());
    await until(() => phaseOf(run, 'store@b') === 'ended' && isDown(run, 'store@c'), 'work for c');
    controller.hub.unlink(b);
    go?.();
    await until(() => phaseOf(run, 'store@c') === 'ended', 'the end of c');
    return run;
  }
  const isDown = (run: RunId, id: string) => ['draining', 'working'].includes(phaseOf(run, id) ?? '');
  const restarted = (host: string) =>
    agents.get(host as HostName)?.executed.filter((id) => id.includes('store@') && id.includes('/converge/')).length;

  test('keeps the others from being taken down until it is back', async () => {
    const run = await leftByB();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([phaseOf(run, 'store@a'), restarted('a')]).toEqual(['waiting', 1]);
    controller.hub.link(b);
    expect(outcomes(await controller.finished(run))).toMatchObject({ 'store@c': 'changed', 'store@a': 'changed' });
  });

  test('and stays away ends the run: the others are left as they are, and say why', async () => {
    const run = await leftByB({ othersMs: 300, lastMs: 300 });
    const events = await controller.finished(run);
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
    controller = await openController(world, world.fresh(), agents, { pace: { ...PACE, patience, proofMs: 600 } });
    (agents.get(b) as FakeAgent).behaviour.answer = (ask) =>
      ask.ask === 'tcp' ? { is: 'absent', reason: 'nothing listens' } : { is: 'value', value: {} };
    const run = await controller.apply(await controller.plan());
    await until(() => phaseOf(run, 'store@b') === 'proving', 'the proof of b');
    controller.hub.unlink(b);
    return run;
  }

  test('ends unreachable, not failed', async () => {
    const run = await proving({ othersMs: 1_000, lastMs: 1_000 });
    const events = await controller.finished(run);
    expect(outcomes(events)).toMatchObject({ 'store@b': 'unreachable', 'web@a': 'skipped' });
  });

  test('is asked again when it is back, however long its proof would have had', async () => {
    const run = await proving({ othersMs: 30_000, lastMs: 30_000 });
    await new Promise((resolve) => setTimeout(resolve, 900));
    (agents.get(b) as FakeAgent).behaviour.answer = () => ({ is: 'value', value: { connectMs: 1 } });
    controller.hub.link(b);
    expect(outcomes(await controller.finished(run))).toMatchObject({ 'store@b': 'changed', 'web@a': 'changed' });
  });
});

describe('a member that was away before the run', () => {
  const webOfA = () => agents.get('a' as HostName)?.alter('file:/etc/web');

  test('and is as it was last applied keeps nobody from using it', async () => {
    await open({ othersMs: 300, lastMs: 300 });
    await applied();
    webOfA();
    controller.hub.unlink(b);
    expect(outcomes(await applied())).toMatchObject({ 'store@b': 'unreachable', 'web@a': 'changed' });
  });

  test('and is to be otherwise than it was last applied is waited for by those who use it', async () => {
    await open({ othersMs: 300, lastMs: 300 });
    await applied();
    webOfA();
    controller.hub.unlink(b);
    controller.database.run(`UPDATE applied SET catalog = ? WHERE instance = 'store@b'`, 'c'.repeat(64));
    expect(outcomes(await applied())).toMatchObject({ 'store@b': 'unreachable', 'web@a': 'skipped' });
  });

  test('gives what it gave when it was last applied, whatever is known of it by now', async () => {
    await open({ othersMs: 300, lastMs: 300 });
    await applied();
    controller.hub.unlink(b);
    controller.database.run(`UPDATE host SET address = '10.0.0.99' WHERE name = 'b'`);
    const planned = all(await controller.finished(await controller.plan()), 'planned');
    expect(planned.find(({ instance }) => instance === 'web@d')).toMatchObject({ outcome: 'ok' });
    controller.hub.link(b);
    const later = all(await controller.finished(await controller.plan()), 'planned');
    expect(later.find(({ instance }) => instance === 'web@d')).toMatchObject({ outcome: 'changed' });
  });

  test('keeps the others of a formed cluster from being taken down', async () => {
    await open({ othersMs: 300, lastMs: 300 });
    await applied();
    controller.hub.unlink(b);
    for (const agent of agents.values()) agent.alter('service:store');
    const before = agents.get('c' as HostName)?.executed.length;
    const events = await applied();
    expect(outcomes(events)).toMatchObject({ 'store@a': 'skipped', 'store@b': 'unreachable', 'store@c': 'skipped' });
    expect(agents.get('c' as HostName)?.executed).toHaveLength(before ?? -1);
  });
});
