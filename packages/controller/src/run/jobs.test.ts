import type { HostName, RunEvent, RunId } from '@rolecall/protocol';
import { jobRecords } from '../store/jobs.ts';
import { heldLocks } from '../store/locks.ts';
import {
  all,
  contentOf,
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
import { answerFrom, jobsOn } from '../testing/said.ts';

let world: World;
let bundle: Uint8Array;
let agents: ReadonlyMap<HostName, FakeAgent>;
let controller: TestController;
let file: string;
/** What files on every host say. */
let said: Record<string, string>;

beforeAll(async () => {
  world = await makeWorld();
  bundle = await contentOf('jobs');
}, 60_000);
afterAll(() => world?.close());
beforeEach(async () => {
  agents = makeAgents();
  said = { '/key': '1', '/data': 'not yet', '/bucket': 'there' };
  for (const agent of agents.values()) {
    agent.prints = 'secret-token\n';
    agent.behaviour.answer = (ask) => answerFrom(said, ask);
    agent.behaviour.fault = (assignment) => {
      if (assignment.includes('.data@')) said['/data'] = 'done';
      if (assignment.includes('.bucket@')) said['/bucket'] = 'there';
      return undefined;
    };
  }
  file = world.fresh();
  controller = await open();
});
afterEach(() => controller?.close());

const a = 'a' as HostName;
const open = (patience = PACE.patience) =>
  openController(world, file, agents, { pace: { patience, proofMs: 300, momentMs: 60_000 } });
const planned = async (): Promise<RunId> => controller.plan({ bundle: controller.services.blobs.put(bundle) });
const started = async (): Promise<RunId> => controller.apply(await planned());
const applied = async (): Promise<readonly RunEvent[]> => controller.finished(await started());
const locksHeld = () => heldLocks(controller.database).map(({ name }) => name);
const phaseOf = (run: RunId, id: string) => controller.runs.logOf(run).state.instances.get(id as never)?.phase;
const states = () => Object.fromEntries(jobRecords(controller.database).map(({ job, state }) => [job, state]));

describe('jobs of a cluster', () => {
  test('run once, in their row, on one member, after all members and before whoever waits for them', async () => {
    const events = await applied();
    expect(outcomes(events)).toMatchObject({
      'db.schema@-': 'changed',
      'db.data@-': 'changed',
      'db.token@-': 'changed',
      'db.bucket@-': 'ok',
      'late@d': 'changed',
    });
    expect(jobsOn(agents)).toEqual(['db.schema@a', 'db.data@a', 'db.token@a']);
    const order = all(events, 'ended').map(({ instance }) => instance as string);
    for (const member of ['db@a', 'db@b', 'db@c'])
      expect(order.indexOf(member)).toBeLessThan(order.indexOf('db.schema@-'));
    expect(order.indexOf('db.schema@-')).toBeLessThan(order.indexOf('db.data@-'));
    expect(order.indexOf('late@d')).toBeGreaterThan(order.indexOf('db.token@-'));
    expect(heldLocks(controller.database)).toEqual([]);
  });

  test('give what is waited for in the same run, and are not run again with the same key', async () => {
    expect(outcomes(await applied())).toMatchObject({ 'db.token@-': 'changed', 'web@d': 'changed' });
    const again = await applied();
    expect(outcomes(again)).toMatchObject({
      'db.schema@-': 'ok',
      'db.data@-': 'ok',
      'db.token@-': 'ok',
      'web@d': 'ok',
    });
    expect(jobsOn(agents)).toHaveLength(3);
    const third = await planned();
    expect(controller.runs.logOf(third).state.finished?.outcome).toBe('ok');
  });

  test('run again with another key, and the plan says from which to which', async () => {
    await applied();
    said['/key'] = '2';
    const plan = await planned();
    const change = controller.runs.logOf(plan).state.instances.get('db.schema@-' as never)?.planned?.changes[0];
    expect(change).toMatchObject({ action: 'run', differences: [{ property: 'key', from: '1', to: '2' }] });
    await controller.finished(await controller.apply(plan));
    expect(jobsOn(agents)).toEqual(['db.schema@a', 'db.data@a', 'db.token@a', 'db.schema@a']);
  });

  test('that fail stop those after them and whoever waits, and are tried again by the next apply', async () => {
    const { fault } = (agents.get(a) as FakeAgent).behaviour;
    for (const agent of agents.values())
      agent.behaviour.fault = (id) => (id.includes('.schema@') ? { code: 'command_failed', message: 'no' } : undefined);
    const events = await applied();
    expect(outcomes(events)).toMatchObject({
      'db.schema@-': 'failed',
      'db.data@-': 'skipped',
      'late@d': 'skipped',
      'db.bucket@-': 'ok',
    });
    for (const agent of agents.values()) agent.behaviour.fault = fault;
    expect(outcomes(await applied())).toMatchObject({ 'db.schema@-': 'changed', 'db.data@-': 'changed' });
  });

  test('have failed where their done-probe does not hold afterwards', async () => {
    for (const agent of agents.values()) agent.behaviour.fault = () => undefined;
    const events = await applied();
    expect(outcomes(events)).toMatchObject({ 'db.schema@-': 'changed', 'db.data@-': 'failed' });
    expect(all(events, 'ended').find(({ instance }) => instance === 'db.data@-')?.fault?.message).toContain(
      'it says not yet',
    );
  });

  test('go to another member where the first is away before they begin', async () => {
    await applied();
    said['/key'] = '2';
    await controller.close();
    controller = await open({ othersMs: 200, lastMs: 200 });
    controller.hub.unlink(a);
    await applied();
    expect(jobsOn(agents).at(-1)).toBe('db.schema@b');
  });
});

describe('a check', () => {
  test('is done where its probe says no, at any apply', async () => {
    await applied();
    said['/bucket'] = 'gone';
    expect(outcomes(await applied())).toMatchObject({ 'db.bucket@-': 'changed' });
    expect(jobsOn(agents).at(-1)).toBe('db.bucket@a');
    expect(outcomes(await applied())).toMatchObject({ 'db.bucket@-': 'ok' });
  });

  test('that was cut off has failed, keeps no lock, and is done again by the next apply', async () => {
    said['/bucket'] = 'gone';
    const { fault } = (agents.get(a) as FakeAgent).behaviour;
    const cut = { code: 'interrupted', message: 'it was interrupted, outcome unknown' };
    for (const agent of agents.values()) agent.behaviour.fault = (id) => (id.includes('.bucket@') ? cut : fault(id));
    expect(outcomes(await applied())).toMatchObject({ 'db.bucket@-': 'failed', 'db.schema@-': 'changed' });
    expect([locksHeld(), states().bucket]).toEqual([[], 'failed']);
    for (const agent of agents.values()) agent.behaviour.fault = fault;
    expect(outcomes(await applied())).toMatchObject({ 'db.bucket@-': 'changed' });
  });
});

describe('a job whose host is lost in the middle of it', () => {
  test('ends unknown and keeps its locks; the next apply hears how it ended, and does not run it again', async () => {
    await controller.close();
    controller = await open({ othersMs: 200, lastMs: 200 });
    const agent = agents.get(a) as FakeAgent;
    const done = Promise.withResolvers<void>();
    agent.behaviour.pause = (id) => (id.includes('.schema@') ? done.promise : Promise.resolve());
    const run = await started();
    await until(() => jobRecords(controller.database).some(({ accepted }) => accepted), 'schema taken on');
    controller.hub.unlink(a);
    expect(outcomes(await controller.finished(run))).toMatchObject({
      'db.schema@-': 'unknown',
      'db.data@-': 'skipped',
    });
    expect(heldLocks(controller.database).map(({ name }) => name)).toEqual(['cluster:db:schema']);
    expect(outcomes(await applied())).toMatchObject({ 'db.schema@-': 'unknown' });
    controller.hub.link(a);
    const next = await started();
    // A host does one thing after another: what it is given now waits for the job.
    await until(() => phaseOf(next, 'db@a') === 'working', 'the next work of a');
    done.resolve();
    const events = await controller.finished(next);
    expect(outcomes(events)).toMatchObject({ 'db.schema@-': 'ok', 'db.data@-': 'changed' });
    expect(jobsOn(agents).filter((id) => id.startsWith('db.schema'))).toHaveLength(1);
    expect(heldLocks(controller.database)).toEqual([]);
  });

  test('and that never took it is given it again', async () => {
    await controller.close();
    controller = await open({ othersMs: 200, lastMs: 200 });
    const run = await started();
    const { hub } = controller;
    const send = hub.send.bind(hub);
    hub.send = (host, message) => {
      if (message.type === 'apply' && message.assignment.includes('.schema@')) hub.unlink(host);
      return send(host, message);
    };
    expect(outcomes(await controller.finished(run))).toMatchObject({ 'db.schema@-': 'unknown' });
    hub.send = send;
    hub.link(a);
    expect(outcomes(await applied())).toMatchObject({ 'db.schema@-': 'changed' });
  });

  test('stays unknown where it was cut off there and nothing can tell', async () => {
    const cut = { code: 'interrupted', message: 'it was interrupted, outcome unknown' };
    for (const agent of agents.values()) {
      agent.behaviour.fault = (id) => (id.includes('.schema@') || id.includes('.data@') ? cut : undefined);
    }
    expect(outcomes(await applied())).toMatchObject({ 'db.schema@-': 'unknown', 'db.data@-': 'skipped' });
    const next = await applied();
    expect(outcomes(next)).toMatchObject({ 'db.schema@-': 'unknown' });
    expect(all(next, 'ended').find(({ instance }) => instance === 'db.schema@-')?.fault?.hint).toContain(
      'controller jobs',
    );
    expect(jobsOn(agents).filter((id) => id.startsWith('db.schema'))).toHaveLength(1);
    expect(states()).toMatchObject({ schema: 'interrupted' });
  });
});

describe('a lock that is kept for a job of which nobody knows how it ended', () => {
  const cutOff = async (job: string): Promise<void> => {
    const cut = { code: 'interrupted', message: 'it was interrupted, outcome unknown' };
    for (const agent of agents.values()) agent.behaviour.fault = (id) => (id.includes(`.${job}@`) ? cut : undefined);
    expect(outcomes(await applied())).toMatchObject({ [`db.${job}@-`]: 'unknown' });
  };

  test('is no obstacle to those before it that are done: the next apply settles it', async () => {
    await cutOff('data');
    for (const agent of agents.values())
      agent.behaviour.fault = (id) => {
        if (id.includes('.data@')) said['/data'] = 'done';
        return undefined;
      };
    expect(outcomes(await applied())).toMatchObject({
      'db.schema@-': 'ok',
      'db.data@-': 'changed',
      'late@d': 'changed',
    });
    expect(jobsOn(agents)).toEqual(['db.schema@a', 'db.data@a', 'db.data@a', 'db.token@a']);
    expect(locksHeld()).toEqual([]);
  });

  test('keeps those from it that would have to be run before that one, and the fault says how to go on', async () => {
    await cutOff('data');
    said['/key'] = '2';
    const next = await applied();
    expect(outcomes(next)).toMatchObject({ 'db.schema@-': 'skipped', 'db.data@-': 'skipped', 'db.bucket@-': 'ok' });
    expect(all(next, 'ended').find(({ instance }) => instance === 'db.schema@-')?.fault).toMatchObject({
      code: 'locked',
      hint: expect.stringContaining('controller jobs done db.data | controller jobs again db.data'),
    });
  });

  test('is let go once the job is found done, also where another member found it', async () => {
    await controller.close();
    controller = await open({ othersMs: 200, lastMs: 200 });
    await cutOff('data');
    expect(locksHeld()).toEqual(['cluster:db:schema', 'host:a:heavy']);
    said['/data'] = 'done';
    controller.hub.unlink(a);
    expect(outcomes(await applied())).toMatchObject({ 'db.data@-': 'ok' });
    expect(locksHeld()).toEqual([]);
  });
});

describe('a controller that is gone', () => {
  test('after any event of a run with jobs: each job once, and no lock is left', async () => {
    const undisturbed = await applied();
    const bodies = undisturbed.map(({ event }) => event);
    const first = bodies.indexOf('begun') - 1;
    for (let cut = first; cut < bodies.length; cut += 5) {
      await controller.close();
      agents = makeAgents();
      said = { '/key': '1', '/data': 'not yet', '/bucket': 'there' };
      for (const agent of agents.values()) {
        agent.prints = 'secret-token\n';
        agent.behaviour.answer = (ask) => answerFrom(said, ask);
        agent.behaviour.fault = (id) => {
          if (id.includes('.data@')) said['/data'] = 'done';
          return undefined;
        };
      }
      file = world.fresh();
      controller = await open();
      const run = await started();
      await until(
        () => all(controllerEvents(run), 'ended').length > 0 && controllerEvents(run).length > cut,
        `event ${cut}`,
      );
      await controller.close();
      controller = await open();
      const events = await controller.finished(run);
      expect(outcomes(events)).toEqual(outcomes(undisturbed));
      expect(jobsOn(agents)).toEqual(['db.schema@a', 'db.data@a', 'db.token@a']);
      expect(heldLocks(controller.database)).toEqual([]);
    }
  }, 120_000);
});

const controllerEvents = (run: RunId): readonly RunEvent[] =>
  controller.database
    .all<{ body: string }>('SELECT body FROM run_event WHERE run = ? ORDER BY seq', run)
    .map(({ body }) => JSON.parse(body) as RunEvent);
