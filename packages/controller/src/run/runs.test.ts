import type { HostName, RunEvent } from '@rolecall/protocol';
import {
  all,
  contentOf,
  makeAgents,
  makeWorld,
  openController,
  outcomes,
  type TestController,
  until,
  type World,
} from '../testing/controller.ts';
import type { FakeAgent } from '../testing/fake-agent.ts';
import { createApply, planFor } from './start.ts';

let world: World;
let agents: ReadonlyMap<HostName, FakeAgent>;
let controller: TestController;

beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world?.close());
beforeEach(async () => {
  agents = makeAgents();
  controller = await openController(world, world.fresh(), agents);
});
afterEach(() => controller?.close());

const agent = (host: string): FakeAgent => agents.get(host as HostName) as FakeAgent;
const apply = async (): Promise<readonly RunEvent[]> =>
  controller.finished(await controller.apply(await controller.plan()));
const EVERYTHING = ['store@a', 'store@b', 'store@c', 'web@a', 'web@d', 'lone@d'];
const allEnded = (word: string) => Object.fromEntries(EVERYTHING.map((id) => [id, word]));

describe('a run', () => {
  test('tells in a plan what differs on every host and touches nothing', async () => {
    const events = await controller.finished(await controller.plan());
    expect(all(events, 'planned').map(({ instance, outcome }) => [instance, outcome])).toEqual(
      expect.arrayContaining(EVERYTHING.map((id) => [id, 'changed'])),
    );
    expect(events.at(-1)).toMatchObject({ event: 'finished', outcome: 'changed', fault: null });
    expect([...agents.values()].flatMap(({ executed }) => executed)).toEqual([]);
  });

  test('carries a plan out in its order, proves what it changed, and tells the whole story', async () => {
    const events = await apply();
    expect(outcomes(events)).toEqual(allEnded('changed'));
    expect(events.at(-1)).toEqual({ event: 'finished', outcome: 'changed', fault: null });
    const opening = ['created', 'decided', 'graph', ...EVERYTHING.map(() => 'planned'), 'assigned'];
    expect(events.slice(0, opening.length).map(({ event }) => event)).toEqual(opening);
    const last = events.flatMap((one) => ('instance' in one && one.instance === 'store@a' ? [one.event] : []));
    expect([...new Set(last)]).toEqual(['planned', 'assigned', 'reported', 'probed', 'ended']);
    expect(all(events, 'probed').map(({ instance, probe }) => `${instance} ${probe}`)).toEqual([
      'store@b probe',
      'store@c probe',
      'store@a probe',
      'store@a clusterProbe',
    ]);
    const order = all(events, 'ended').map(({ instance }) => instance as string);
    expect(order.filter((id) => id.startsWith('store'))).toEqual(['store@b', 'store@c', 'store@a']);
    expect(order.indexOf('web@a')).toBeGreaterThan(order.indexOf('store@a'));
    expect(all(events, 'gave')).toContainEqual({
      event: 'gave',
      use: 'store',
      host: 'b',
      job: null,
      output: { address: '10.0.0.2' },
    });
  });

  test('that has nothing to change asks no host a second time', async () => {
    await apply();
    const plan = await controller.plan();
    const asked = [controller.hub.plans.length, controller.hub.sent.length];
    const events = await controller.finished(await controller.apply(plan));
    expect(events.at(-1)).toMatchObject({ outcome: 'ok' });
    expect(outcomes(events)).toEqual(allEnded('ok'));
    expect([controller.hub.plans.length, controller.hub.sent.length]).toEqual(asked);
  });

  test('gets a member that runs out of service before it changes it, and back into it afterwards', async () => {
    await apply();
    // Only the running one differs: it is restarted, and so drained.
    const services = all(await controller.finished(await replan()), 'planned');
    expect(services.filter(({ drains }) => drains).map(({ instance }) => instance)).toHaveLength(3);
    const events = await controller.finished(await controller.apply(await replan()));
    const stages = all(events, 'assigned').map(({ assignment }) => assignment.split('/').slice(1, 3).join(' '));
    expect(stages.filter((stage) => stage.startsWith('store@b'))).toEqual([
      'store@b drain',
      'store@b converge',
      'store@b undrain',
    ]);
    // Nothing brings c back, and it ends like the others: with its output given.
    expect(stages).not.toContain('store@c undrain');
    expect(all(events, 'gave').map(({ host }) => host)).toEqual(['b', 'c', 'a']);
    expect(outcomes(events)['store@c']).toBe('changed');
  });

  const replan = () => {
    for (const one of agents.values()) one.alter('service:store');
    return controller.plan();
  };

  test('is refused while another one changes the same site, with the name of its holder', async () => {
    const [first, second] = [await controller.plan(), await controller.plan()];
    const running = await controller.apply(first);
    await expect(controller.apply(second)).rejects.toMatchObject({
      code: 'site_busy',
      message: expect.stringContaining(`ann is applying fleet right now, in run ${running}`),
    });
    await controller.finished(running);
  });

  test('of another site is refused while one has begun to change a host of it', async () => {
    const { database } = controller;
    const bundle = controller.services.blobs.put(await contentOf('sharing'));
    const other = planFor(database, {
      mode: 'apply',
      intent: { is: 'converge' },
      bundle,
      limit: null,
      plan: await controller.plan({ bundle }),
      resumes: null,
      expects: null,
      simulate: false,
    });
    const running = await controller.apply(await controller.plan());
    expect(() => createApply(controller.services, other, 'bob')).toThrow(/ann is changing . right now/);
    await controller.finished(running);
    expect(createApply(controller.services, other, 'bob')).not.toBe(running);
  });

  test('is refused when what was decided has moved since its plan', async () => {
    const plan = await controller.plan();
    agent('b').behaviour.answer = ({ ask }) => ({ is: 'value', value: ask === 'file' ? { content: 'b' } : {} });
    const events = await controller.finished(await controller.apply(plan));
    expect(events.at(-1)).toMatchObject({ outcome: 'failed', fault: { code: 'moved' } });
    expect([...agents.values()].flatMap(({ executed }) => executed)).toEqual([]);
  });

  test('is followed to its last event by one who takes them slowly', async () => {
    const run = await controller.apply(await controller.plan());
    let last: string | undefined;
    for await (const { body } of controller.runs.logOf(run).events(0, true, AbortSignal.timeout(10_000))) {
      // All that is to come comes while this one is looked at.
      if (last === 'graph') await controller.finished(run);
      last = body.event;
    }
    expect(last).toBe('finished');
  });
});

describe('a report', () => {
  test('about an instance of another host is refused', async () => {
    const go = agent('b').hold();
    const run = await controller.apply(await controller.plan());
    const phase = (id: string) => controller.runs.logOf(run).state.instances.get(id as never)?.phase;
    await until(() => phase('store@b') === 'working' && phase('lone@d') === 'ended', 'work for b');
    const assignment = controller.hub.sent.flatMap(({ host, message }) =>
      host === 'b' && message.type === 'apply' ? [message.assignment] : [],
    )[0] as never;
    const counts = { ok: 0, changed: 0, removed: 0, failed: 0, skipped: 0 };
    agent('d').report({ report: 'finished', assignment, outcome: 'ok', counts, disturbed: false });
    await until(() => controller.hub.refused.length > 0, 'a refusal');
    expect(controller.hub.refused[0]).toMatch(/^d: /);
    expect(() => controller.runs.report('d' as HostName, { report: 'accepted', assignment })).toThrow(
      /d reports about store@b/,
    );
    expect(phase('store@b')).toBe('working');
    agent('d').forget();
    controller.hub.link('d' as HostName);
    go();
    expect(outcomes(await controller.finished(run))).toEqual(allEnded('changed'));
  });

  test('that an assignment has finished counts once, however often it is given', async () => {
    const original = agent('b').report.bind(agent('b'));
    agent('b').report = (body) => {
      original(body);
      if (body.report === 'finished') for (let i = 0; i < 3; i++) original(body);
    };
    const events = await apply();
    const finished = all(events, 'reported').flatMap(({ report }) =>
      report.report === 'finished' ? [report.assignment] : [],
    );
    expect(new Set(finished).size).toBe(finished.length);
    expect(outcomes(events)).toEqual(allEnded('changed'));
  });

  test('that could not be stored leaves nothing behind in what is known of the run', async () => {
    const go = agent('b').hold();
    const run = await controller.apply(await controller.plan());
    const state = () => controller.runs.logOf(run).state.instances.get('store@b' as never);
    await until(() => state()?.assignment != null, 'work for b');
    const counts = { ok: 0, changed: 0, removed: 0, failed: 0, skipped: 0 };
    const assignment = state()?.assignment as never;
    expect(() =>
      controller.database.transaction(() => {
        const report = { report: 'finished', assignment, outcome: 'failed', counts, disturbed: false } as const;
        controller.runs.report('b' as HostName, report);
        throw new Error('the disk is full');
      }),
    ).toThrow('the disk is full');
    expect(state()?.phase).toBe('working');
    go();
    expect(outcomes(await controller.finished(run))).toEqual(allEnded('changed'));
  });
});

describe('a stop of the controller', () => {
  test.each([0, 20, 60, 150])('%d ms after an apply began is over soon, and the next one ends the run', async (ms) => {
    const file = world.fresh();
    const first = await openController(world, file, agents);
    const run = await first.apply(await first.plan());
    const go = agent('b').hold();
    await new Promise((resolve) => setTimeout(resolve, ms));
    const began = performance.now();
    await first.close();
    expect(performance.now() - began).toBeLessThan(2_000);
    go();
    const second = await openController(world, file, agents);
    expect(outcomes(await second.finished(run))).toEqual(allEnded('changed'));
    await second.close();
  });
});
