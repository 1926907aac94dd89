import type { HostName, Input, RunEvent, RunId } from '@rolecall/protocol';
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
import { answerFrom, jobsOn, type Said } from '../testing/said.ts';
import { runHandlers } from './verbs.ts';

/** Jobs whose run is cancelled, resumed or limited, or meets another site's. */
let world: World;
let contents: { readonly jobs: Uint8Array; readonly sharing: Uint8Array };
let agents: ReadonlyMap<HostName, FakeAgent>;
let controller: TestController;

beforeAll(async () => {
  world = await makeWorld();
  contents = { jobs: await contentOf('jobs'), sharing: await contentOf('sharing') };
}, 60_000);
afterAll(() => world?.close());
beforeEach(async () => {
  agents = makeAgents();
  for (const agent of agents.values()) {
    agent.prints = 'secret-token\n';
    agent.behaviour.answer = (ask) => answerFrom(SAID, ask);
  }
  controller = await openController(world, world.fresh(), agents, { pace: { ...PACE, proofMs: 300 } });
});
afterEach(() => controller?.close());

/** What files on every host say: `data` is done, the bucket is there. */
const SAID: Said = { '/key': '1', '/data': 'done', '/bucket': 'there' };

type More = Partial<Input<'runs.start'>>;

const agent = (host: string): FakeAgent => agents.get(host as HostName) as FakeAgent;
const handlers = () => runHandlers(controller.services, controller.runs);
const asked = { operator: 'ann' } as never;
const cancel = (run: RunId) => handlers()['runs.cancel']({ run }, asked);
const planned = async (site: keyof typeof contents, more: More = {}): Promise<RunId> =>
  controller.plan({ bundle: controller.services.blobs.put(contents[site]), ...more });
const started = async (site: keyof typeof contents, more: More = {}): Promise<RunId> =>
  controller.apply(await planned(site, more), more);
const applied = async (site: keyof typeof contents, more: More = {}): Promise<readonly RunEvent[]> =>
  controller.finished(await started(site, more));
const stateOf = (job: string) => jobRecords(controller.database).find((one) => one.job === job)?.state;
const faultOf = (events: readonly RunEvent[], id: string) =>
  all(events, 'ended').find(({ instance }) => instance === id)?.fault;

/** Lets a job wait on its host until the answer is called. */
function hold(job: string): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const one of agents.values())
    one.behaviour.pause = (id) => (id.includes(`.${job}@`) ? promise : Promise.resolve());
  return resolve;
}

describe('a cancel', () => {
  test('ends a job that has begun no command as if it had never been given out: its lock is free, and the next apply runs it', async () => {
    const go = hold('schema');
    const run = await started('jobs');
    await until(() => jobRecords(controller.database).some(({ accepted }) => accepted), 'schema taken on');
    await cancel(run);
    const events = await controller.finished(run);
    expect(outcomes(events)).toMatchObject({
      'db.schema@-': 'cancelled',
      'db.data@-': 'cancelled',
      'web@d': 'cancelled',
    });
    expect([stateOf('schema'), heldLocks(controller.database)]).toEqual(['failed', []]);
    go();
    expect(outcomes(await applied('jobs'))).toMatchObject({ 'db.schema@-': 'changed' });
    expect(jobsOn(agents).filter((id) => id.startsWith('db.schema'))).toHaveLength(1);
  });

  test('leaves a job that had begun with nobody knowing, and keeps its lock', async () => {
    const go = hold('schema');
    const host = agent('a');
    // As a host says it that ended the first of two commands, and began no other.
    const report = host.report.bind(host);
    host.report = (body) =>
      report(
        body.report === 'finished' && body.outcome === 'cancelled'
          ? { ...body, counts: { ...body.counts, changed: 1, skipped: 1 } }
          : body,
      );
    const run = await started('jobs');
    await until(() => jobRecords(controller.database).some(({ accepted }) => accepted), 'schema taken on');
    await cancel(run);
    expect(outcomes(await controller.finished(run))).toMatchObject({ 'db.schema@-': 'cancelled' });
    go();
    expect(stateOf('schema')).toBe('interrupted');
    expect(heldLocks(controller.database).map(({ name }) => name)).toEqual(['cluster:db:schema']);
    const next = await applied('jobs');
    expect(outcomes(next)).toMatchObject({ 'db.schema@-': 'unknown', 'db.data@-': 'skipped' });
    expect(faultOf(next, 'db.schema@-')?.hint).toContain('controller jobs done db.schema');
    handlers()['jobs.settle']({ use: 'db' as never, job: 'schema' as never, site: null, as: 'again' }, asked);
    expect(heldLocks(controller.database)).toEqual([]);
    expect(outcomes(await applied('jobs'))).toMatchObject({ 'db.schema@-': 'changed', 'db.data@-': 'ok' });
  });
});

describe('apply --resume', () => {
  test('takes up the job that failed and those after it, and no job that was done', async () => {
    for (const one of agents.values())
      one.behaviour.fault = (id) => (id.includes('.token@') ? { code: 'command_failed', message: 'no' } : undefined);
    const failed = await started('jobs');
    expect(outcomes(await controller.finished(failed))).toMatchObject({
      'db.schema@-': 'changed',
      'db.token@-': 'failed',
    });
    for (const one of agents.values()) one.behaviour.fault = () => undefined;
    const events = await applied('jobs', { resumes: failed });
    expect(outcomes(events)).toEqual({ 'db.token@-': 'changed', 'web@d': 'changed', 'late@d': 'changed' });
    expect(jobsOn(agents)).toEqual(['db.schema@a', 'db.token@a', 'db.token@a']);
    expect(outcomes(await applied('jobs'))).toMatchObject({ 'db.token@-': 'ok', 'web@d': 'ok' });
  });
});

describe('apply --limit', () => {
  test('lets members that match carry jobs out, and runs none where no member matches', async () => {
    const without = await applied('jobs', { limit: 'd' });
    expect(outcomes(without)).toEqual({ 'late@d': 'changed', 'web@d': 'skipped' });
    expect(faultOf(without, 'web@d')?.message).toBe('known after db.token');
    expect(jobsOn(agents)).toEqual([]);
    const within = await applied('jobs', { limit: 'b' });
    expect(outcomes(within)).toEqual({
      'db@b': 'changed',
      'db.schema@-': 'changed',
      'db.data@-': 'ok',
      'db.token@-': 'changed',
      'db.bucket@-': 'ok',
    });
    expect(jobsOn(agents)).toEqual(['db.schema@b', 'db.token@b']);
  });
});

describe('two sites that share a lock on the same hosts', () => {
  test('are not applied at the same time, and neither takes the lock of the other from it', async () => {
    const go = hold('schema');
    const run = await started('jobs');
    await until(() => jobRecords(controller.database).some(({ accepted }) => accepted), 'schema taken on');
    await expect(started('sharing')).rejects.toMatchObject({ code: 'host_busy' });
    go();
    await controller.finished(run);
    expect(outcomes(await applied('sharing'))).toMatchObject({ 'audit.table@-': 'changed' });
    expect(heldLocks(controller.database)).toEqual([]);
  });

  test('wait for what nobody knows of the other one, until somebody says what became of it', async () => {
    const cut = { code: 'interrupted', message: 'it was interrupted, outcome unknown' };
    for (const one of agents.values()) one.behaviour.fault = (id) => (id.includes('.schema@') ? cut : undefined);
    await applied('jobs');
    const refused = await applied('sharing');
    expect(outcomes(refused)).toEqual({ 'audit@a': 'changed', 'audit@b': 'changed', 'audit.table@-': 'skipped' });
    expect(faultOf(refused, 'audit.table@-')).toMatchObject({
      code: 'locked',
      message: expect.stringMatching(/cluster:db:schema is held by db\.schema in run .* of jobs/),
    });
    handlers()['jobs.settle']({ use: 'db' as never, job: 'schema' as never, site: null, as: 'done' }, asked);
    expect(outcomes(await applied('sharing'))).toMatchObject({ 'audit.table@-': 'changed' });
  });
});
