import type { Ask, HostName, InstanceId, RunEventOf } from '@rolecall/protocol';
import { recordsOf } from '../store/records.ts';
import {
  all,
  makeAgents,
  makeWorld,
  openController,
  outcomes,
  PACE,
  type TestController,
  type World,
} from '../testing/controller.ts';
import type { FakeAgent } from '../testing/fake-agent.ts';
import { type Probe, proveUp } from './prover.ts';

const [one, two] = ['store@a', 'store@b'] as InstanceId[] as [InstanceId, InstanceId];
const own = { instance: one, own: true, clusterOf: [] };
const telling = (told: unknown[], abort = new AbortController().signal) => ({
  tell: (event: unknown) => void told.push(event),
  isAway: () => false,
  abort,
});

/** Answers each round with the next of these reasons, and holds after them. */
const failing = (...whys: string[]): Probe => {
  const left = [...whys];
  return async () => {
    const why = left.shift();
    return { holds: why === undefined, why: why ?? '' };
  };
};

describe('proving that an instance is up', () => {
  test('goes on until it holds, and tells each new reason once', async () => {
    const told: RunEventOf<'probed'>[] = [];
    const why = await proveUp(own, failing('no port', 'no port', 'loading'), telling(told));
    expect(why).toBeUndefined();
    expect(told.map(({ holds, why }) => [holds, why])).toEqual([
      [false, 'no port'],
      [false, 'loading'],
      [true, ''],
    ]);
  });

  test('ends when its time is over, with what does not hold', async () => {
    const probe: Probe = async () => ({ holds: false, why: 'no port' });
    const began = performance.now();
    expect(await proveUp(own, probe, { ...telling([]), limitMs: 300 })).toBe('no port');
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  test('is given time again for what its host was away', async () => {
    let rounds = 0;
    const probe: Probe = async () => ({ holds: ++rounds > 2, why: 'a is away' });
    expect(await proveUp(own, probe, { ...telling([]), isAway: () => rounds < 3, limitMs: 100 })).toBeUndefined();
  });

  test('asks about the cluster only once it is up itself, and names who does not hold', async () => {
    const asked: string[] = [];
    const probe: Probe = async (instance, which) => {
      asked.push(`${instance} ${which}`);
      return { holds: instance === one, why: 'no primary' };
    };
    const proof = { instance: one, own: true, clusterOf: [one, two] };
    expect(await proveUp(proof, probe, { ...telling([]), limitMs: 0 })).toBe('store@b: no primary');
    expect(asked).toEqual(['store@a probe', 'store@a clusterProbe', 'store@b clusterProbe']);
  });

  test('is given up at once, and says nothing more, when the controller stops', async () => {
    const stop = new AbortController();
    const told: unknown[] = [];
    const proof = proveUp(own, async () => ({ holds: false, why: 'no port' }), telling(told, stop.signal));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const began = performance.now();
    stop.abort();
    expect(await proof).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(told).toHaveLength(1);
  });
});

describe('a cluster', () => {
  let world: World;
  let agents: ReadonlyMap<HostName, FakeAgent>;
  let controller: TestController;
  /** Who was asked whether the cluster is whole. */
  let asked: HostName[];
  let whole: boolean;

  beforeAll(async () => {
    world = await makeWorld();
  });
  afterAll(() => world?.close());
  beforeEach(async () => {
    agents = makeAgents();
    asked = [];
    whole = true;
    for (const { host, behaviour } of agents.values()) {
      behaviour.answer = (ask: Ask) => {
        if (ask.ask !== 'tcp' || ask.port !== 2) return { is: 'value', value: {} };
        asked.push(host);
        return whole ? { is: 'value', value: { connectMs: 1 } } : { is: 'absent', reason: 'nobody else is here' };
      };
    }
    controller = await openController(world, world.fresh(), agents, { pace: { ...PACE, proofMs: 300 } });
  });
  afterEach(() => controller?.close());

  const formed = () => recordsOf(controller.database).get('fleet', 'store')?.formed;
  const applied = async (more = {}) => controller.finished(await controller.apply(await controller.plan(more)));

  test('that is new is asked for by its last member, of all of them, and remembered as formed', async () => {
    const events = await applied();
    expect(asked.toSorted()).toEqual(['a', 'b', 'c']);
    expect(all(events, 'probed').filter(({ probe }) => probe === 'clusterProbe')).toMatchObject([
      { instance: 'store@a', holds: true },
    ]);
    expect(formed()).toBe(true);
  });

  test('that has formed is asked for by each member that was disturbed', async () => {
    await applied();
    asked.length = 0;
    agents.get('b' as HostName)?.alter('service:store');
    await applied();
    expect(asked).toEqual(['b']);
  });

  test('that does not come together fails its last member, and is not remembered as formed', async () => {
    whole = false;
    const events = await applied();
    expect(outcomes(events)).toMatchObject({ 'store@b': 'changed', 'store@a': 'failed', 'web@d': 'skipped' });
    const { fault } = all(events, 'ended').find(({ instance }) => instance === 'store@a') ?? { fault: null };
    expect(fault).toMatchObject({ code: 'not_up', message: expect.stringContaining('nobody else is here') });
    expect(formed()).toBe(false);
  });

  test('of which a run sees only a part is not taken for whole; the next whole run proves it', async () => {
    for (const limit of ['a', 'b', 'c']) await applied({ limit });
    expect([asked, formed()]).toEqual([[], false]);
    const events = await applied();
    expect(outcomes(events)).toMatchObject({ 'store@a': 'ok', 'store@b': 'ok', 'store@c': 'ok' });
    expect([asked.toSorted(), formed()]).toEqual([['a', 'b', 'c'], true]);
  });

  test('is proven whole by a resumed run with the members that were done before', async () => {
    whole = false;
    const failed = await controller.apply(await controller.plan());
    await controller.finished(failed);
    whole = true;
    asked.length = 0;
    const events = await applied({ resumes: failed });
    expect(Object.keys(outcomes(events)).sort()).toEqual(['store@a', 'web@a', 'web@d']);
    expect([asked.toSorted(), formed()]).toEqual([['a', 'b', 'c'], true]);
  });
});
