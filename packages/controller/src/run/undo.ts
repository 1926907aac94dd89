import type { InstanceId, RunEventOf, RunId } from '@rolecall/protocol';
import { jobOf, partsOfInstance } from '@rolecall/protocol/id-parts';
import { ControllerError } from '../error.ts';
import { emptyGraph } from '../graph/graph.ts';
import { type PlanDeps, type Prepared, type PreparedInstance, prepare, storeUndo, titleOfWish } from '../plan/index.ts';
import type { Database } from '../store/database.ts';
import { createdOf, eventsOf, listRuns } from '../store/runs.ts';
import type { InstanceState } from './instance-state.ts';
import { stateOf } from './plan-run.ts';
import type { RunState } from './state.ts';
import { upstreamOf } from './upstream.ts';

type Created = RunEventOf<'created'>;

/** What a former run changed, prepared to be put back: in reverse order, and each host knows by itself what stood there before. */
export async function prepareUndo(deps: PlanDeps, undone: RunId): Promise<Prepared> {
  const { database } = deps.services;
  const { created, state } = undoable(database, undone);
  const before = await preparedBefore(deps, created);
  const touched = touchedIn(database, undone);
  refuseLater(database, created, touched);
  const known = new Map(before.instances.map((one) => [one.instance, one]));
  const users = usersIn(state);
  const instances = [...state.instances.values()]
    .filter(({ instance }) => touched.has(instance))
    .reverse()
    .map((one) => undoOf(deps, undone, one, known.get(one.instance), users.get(one.instance) ?? []));
  return { ...before, decisions: [], notes: [], instances };
}

function undoable(database: Database, run: RunId): { readonly created: Created; readonly state: RunState } {
  const state = stateOf(database, run);
  const { created, finished } = state;
  if (created === null) {
    throw new ControllerError('no_run', `there is no run ${run}`, { hint: 'controller runs lists them' });
  }
  if (created.intent.is === 'recipe') {
    throw new ControllerError(
      'not_undoable',
      `${run} was to ${titleOfWish(created.intent)}, and a recipe is not rolled back`,
    );
  }
  if (created.mode !== 'apply') throw new ControllerError('not_applied', `${run} is a plan: it has changed nothing`);
  if (finished === null) {
    throw new ControllerError('not_finished', `run ${run} has not finished yet`, {
      hint: `wait for it, or end it: controller runs cancel ${run}`,
    });
  }
  return { created, state };
}

/** The instances on whose hosts a run has touched something. */
function touchedIn(database: Database, run: RunId): ReadonlySet<InstanceId> {
  const touched = new Set<InstanceId>();
  for (const { body } of eventsOf(database, run)) {
    if (body.event !== 'reported' || body.report.report !== 'resource') continue;
    // What a job did is of its cluster, not of a host: it is not undone.
    if (jobOf(body.instance) !== undefined) continue;
    if (body.report.outcome !== 'ok') touched.add(body.instance);
  }
  return touched;
}

/** What came later stands on what this run did: it is undone first, so that nothing is lost on the way. */
function refuseLater(database: Database, { site, run, term }: Created, touched: ReadonlySet<InstanceId>): void {
  const undone = new Set<RunId>();
  for (const later of appliesOf(database, site).filter((other) => other.term > term)) {
    if (undone.has(later.run)) continue;
    if (later.intent.is === 'undo') undone.add(later.intent.run);
    else refuseShared(database, { run, later: later.run }, touched);
  }
}

function refuseShared(
  database: Database,
  { run, later }: { readonly run: RunId; readonly later: RunId },
  touched: ReadonlySet<InstanceId>,
): void {
  const shared = [...touchedIn(database, later)].find((instance) => touched.has(instance));
  if (shared === undefined) return;
  throw new ControllerError('changed_later', `run ${later} changed ${shared} after run ${run}`, {
    hint: `roll that one back first: controller rollback ${later}`,
  });
}

/** The site as it was applied before: its roles say how members are drained and proven on the way back. */
async function preparedBefore(deps: PlanDeps, created: Created): Promise<Prepared> {
  const former = runBefore(deps.services.database, created);
  if (former?.intent.is === 'converge') {
    const recorded = stateOf(deps.services.database, former.run).decided;
    return prepare(deps, { bundle: former.bundle, limit: null, recorded, observes: false });
  }
  const evaluator = deps.evaluatorOf(created.bundle);
  const site = { ...(await evaluator.ask({ call: 'site' })), hosts: {}, uses: [] };
  return { site, graph: emptyGraph, evaluator, decisions: [], notes: [], instances: [] };
}

/** So many runs are looked through for those before and after one. */
const LOOKED_AT = 1_000;

/** The applies of a site, newest first: their fencing numbers say in which order they held its lease. */
const appliesOf = (database: Database, site: string): readonly Created[] =>
  listRuns(database, LOOKED_AT)
    .filter((row) => row.site === site && row.mode === 'apply')
    .flatMap(({ run }) => createdOf(database, run) ?? [])
    .sort((a, b) => b.term - a.term);

/** The run whose site stood before another: one that was undone does not count, and neither does the one that undid it. */
function runBefore(database: Database, { site, term }: Created): Created | undefined {
  const former = appliesOf(database, site).find((other) => other.term < term);
  if (former?.intent.is !== 'undo') return former;
  const undone = createdOf(database, former.intent.run);
  return undone === undefined ? undefined : runBefore(database, undone);
}

/** Who used each instance in a run: they go first on the way back. */
function usersIn(state: RunState): ReadonlyMap<InstanceId, readonly InstanceId[]> {
  const users = new Map<InstanceId, InstanceId[]>();
  for (const user of state.instances.values()) {
    for (const { instance } of upstreamOf(state, user))
      users.set(instance, [...(users.get(instance) ?? []), user.instance]);
  }
  return users;
}

function undoOf(
  { services }: PlanDeps,
  undone: RunId,
  { instance, position, maxUnavailable, togetherOn }: InstanceState,
  before: PreparedInstance | undefined,
  after: readonly InstanceId[],
): PreparedInstance {
  const { host } = partsOfInstance(instance);
  return {
    instance,
    host,
    after,
    ...storeUndo(services, { host, instance }, undone),
    outcome: null,
    why: null,
    position,
    maxUnavailable,
    together: false,
    ...(togetherOn && { togetherOn }),
    formed: before?.formed ?? false,
    // What was there before is on the host: there is nothing to bring to it.
    parts: (before?.parts ?? []).filter((part) => part !== 'stage'),
    context: before?.context ?? null,
    frozen: before?.frozen ?? null,
    gone: false,
    formerly: [],
    becomes: before?.catalog ?? null,
    locks: [],
    job: null,
  };
}
