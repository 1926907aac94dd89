import type { HostName, RunEvent } from '@rolecall/protocol';
import { bedForEach } from '../testing/bed.ts';
import { all, contentOf, openController, outcomes, until } from '../testing/controller.ts';
import { createApply, planFor } from './start.ts';

const bed = bedForEach();

const agent = (host: string) => bed.agent(host);
const apply = async (): Promise<readonly RunEvent[]> =>
  bed.controller.finished(await bed.controller.apply(await bed.controller.plan()));
const EVERYTHING = ['store@a', 'store@b', 'store@c', 'web@a', 'web@d', 'lone@d'];
const allEnded = (word: string) => Object.fromEntries(EVERYTHING.map((id) => [id, word]));

describe('a run', () => {
  test('tells in a plan what differs on every host and touches nothing', async () => {
    const events = await bed.controller.finished(await bed.controller.plan());
    expect(all(events, 'planned').map(({ instance, outcome }) => [instance, outcome])).toEqual(
      expect.arrayContaining(EVERYTHING.map((id) => [id, 'changed'])),
    );
    expect(events.at(-1)).toMatchObject({ event: 'finished', outcome: 'changed', fault: null });
    expect([...bed.agents.values()].flatMap(({ executed }) => executed)).toEqual([]);
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
    const plan = await bed.controller.plan();
    const asked = [bed.controller.hub.plans.length, bed.controller.hub.sent.length];
    const events = await bed.controller.finished(await bed.controller.apply(plan));
    expect(events.at(-1)).toMatchObject({ outcome: 'ok' });
    expect(outcomes(events)).toEqual(allEnded('ok'));
    expect([bed.controller.hub.plans.length, bed.controller.hub.sent.length]).toEqual(asked);
  });

  test('gets a member that runs out of service before it changes it, and back into it afterwards', async () => {
    await apply();
    // Only the running one differs: it is restarted, and so drained.
    const services = all(await bed.controller.finished(await replan()), 'planned');
    expect(services.filter(({ drains }) => drains).map(({ instance }) => instance)).toHaveLength(3);
    const events = await bed.controller.finished(await bed.controller.apply(await replan()));
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
    for (const one of bed.agents.values()) one.alter('service:store');
    return bed.controller.plan();
  };

  test('is refused while another one changes the same site, with the name of its holder', async () => {
    const [first, second] = [await bed.controller.plan(), await bed.controller.plan()];
    const running = await bed.controller.apply(first);
    await expect(bed.controller.apply(second)).rejects.toMatchObject({
      code: 'site_busy',
      message: expect.stringContaining(`ann is applying fleet right now, in run ${running}`),
    });
    await bed.controller.finished(running);
  });

  test('of another site is refused while one has begun to change a host of it', async () => {
    const { database } = bed.controller;
    const bundle = bed.controller.services.blobs.put(await contentOf('sharing'));
    const other = planFor(database, {
      mode: 'apply',
      intent: { is: 'converge' },
      bundle,
      limit: null,
      plan: await bed.controller.plan({ bundle }),
      resumes: null,
      expects: null,
      simulate: false,
    });
    const running = await bed.controller.apply(await bed.controller.plan());
    expect(() => createApply(bed.controller.services, other, 'bob')).toThrow(/ann is changing . right now/);
    await bed.controller.finished(running);
    expect(createApply(bed.controller.services, other, 'bob')).not.toBe(running);
  });

  test('is refused when what was decided has moved since its plan', async () => {
    const plan = await bed.controller.plan();
    agent('b').behaviour.answer = ({ ask }) => ({ is: 'value', value: ask === 'file' ? { content: 'b' } : {} });
    const events = await bed.controller.finished(await bed.controller.apply(plan));
    expect(events.at(-1)).toMatchObject({ outcome: 'failed', fault: { code: 'moved' } });
    expect([...bed.agents.values()].flatMap(({ executed }) => executed)).toEqual([]);
  });

  test('is followed to its last event by one who takes them slowly', async () => {
    const run = await bed.controller.apply(await bed.controller.plan());
    let last: string | undefined;
    for await (const { body } of bed.controller.runs.logOf(run).events(0, true, AbortSignal.timeout(10_000))) {
      // All that is to come comes while this one is looked at.
      if (last === 'graph') await bed.controller.finished(run);
      last = body.event;
    }
    expect(last).toBe('finished');
  });
});

describe('a report', () => {
  test('about an instance of another host is refused', async () => {
    const go = agent('b').hold();
    const run = await bed.controller.apply(await bed.controller.plan());
    const phase = (id: string) => bed.controller.runs.logOf(run).state.instances.get(id as never)?.phase;
    await until(() => phase('store@b') === 'working' && phase('lone@d') === 'ended', 'work for b');
    const assignment = bed.controller.hub.sent.flatMap(({ host, message }) =>
      host === 'b' && message.type === 'apply' ? [message.assignment] : [],
    )[0] as never;
    const counts = { ok: 0, changed: 0, removed: 0, failed: 0, skipped: 0 };
    agent('d').report({ report: 'finished', assignment, outcome: 'ok', counts, disturbed: false });
    await until(() => bed.controller.hub.refused.length > 0, 'a refusal');
    expect(bed.controller.hub.refused[0]).toMatch(/^d: /);
    expect(() => bed.controller.runs.report('d' as HostName, { report: 'accepted', assignment })).toThrow(
      /d reports about store@b/,
    );
    expect(phase('store@b')).toBe('working');
    agent('d').forget();
    bed.controller.hub.link('d' as HostName);
    go();
    expect(outcomes(await bed.controller.finished(run))).toEqual(allEnded('changed'));
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
    const run = await bed.controller.apply(await bed.controller.plan());
    const state = () => bed.controller.runs.logOf(run).state.instances.get('store@b' as never);
    await until(() => state()?.assignment != null, 'work for b');
    const counts = { ok: 0, changed: 0, removed: 0, failed: 0, skipped: 0 };
    const assignment = state()?.assignment as never;
    expect(() =>
      bed.controller.database.transaction(() => {
        const report = { report: 'finished', assignment, outcome: 'failed', counts, disturbed: false } as const;
        bed.controller.runs.report('b' as HostName, report);
        throw new Error('the disk is full');
      }),
    ).toThrow('the disk is full');
    expect(state()?.phase).toBe('working');
    go();
    expect(outcomes(await bed.controller.finished(run))).toEqual(allEnded('changed'));
  });
});

describe('a stop of the controller', () => {
  test.each([0, 20, 60, 150])('%d ms after an apply began is over soon, and the next one ends the run', async (ms) => {
    const file = bed.world.fresh();
    const first = await openController(bed.world, file, bed.agents);
    const run = await first.apply(await first.plan());
    const go = agent('b').hold();
    await new Promise((resolve) => setTimeout(resolve, ms));
    const began = performance.now();
    await first.close();
    expect(performance.now() - began).toBeLessThan(2_000);
    go();
    const second = await openController(bed.world, file, bed.agents);
    expect(outcomes(await second.finished(run))).toEqual(allEnded('changed'));
    await second.close();
  });
});
