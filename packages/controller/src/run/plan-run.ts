import type { InstanceId, RunEvent, RunEventOf, RunId, Sha256 } from '@rolecall/protocol';
import type { Prepared, PreparedInstance } from '../plan/index.ts';
import type { Database } from '../store/database.ts';
import { eventsOf, findRun } from '../store/runs.ts';
import type { InstanceState } from './instance-state.ts';
import { emptyState, type RunState, reduce } from './state.ts';

/** What a prepared site says before any host is asked: decisions, graph, notes. */
export const openingEvents = (
  prepared: Prepared,
  left: readonly PreparedInstance[],
  applied: ReadonlyMap<InstanceId, Sha256>,
): readonly RunEvent[] => [...prepared.decisions, graphOf(left, applied), ...prepared.notes];

/** Instances and jobs as nodes of a run. */
export const graphOf = (
  instances: readonly PreparedInstance[],
  applied: ReadonlyMap<InstanceId, Sha256>,
): RunEventOf<'graph'> => ({
  event: 'graph',
  instances: instances.map((one) => asNode(one, applied.get(one.instance) ?? null)),
});

const asNode = (one: PreparedInstance, applied: Sha256 | null): RunEventOf<'graph'>['instances'][number] => ({
  instance: one.instance,
  after: [...one.after],
  catalog: one.catalog,
  secrets: [...one.secrets] as RunEventOf<'graph'>['instances'][number]['secrets'],
  position: one.position,
  maxUnavailable: one.maxUnavailable,
  together: one.together,
  ...(one.togetherOn && { togetherOn: [...one.togetherOn] }),
  formed: one.formed,
  applied,
  gone: one.gone,
  formerly: [...one.formerly],
  becomes: one.becomes,
  parts: [...one.parts],
  locks: [...one.locks],
  job: one.job,
  ...(one.step === undefined ? {} : { step: one.step.node }),
});

/** The word for a whole plan. */
export function planOutcome(planned: readonly RunEventOf<'planned'>[]): RunEventOf<'finished'>['outcome'] {
  const outcomes = new Set(planned.map(({ outcome }) => outcome));
  if (outcomes.has('failed')) return 'failed';
  if (outcomes.has('changed')) return 'changed';
  return outcomes.has('unreachable') ? 'unreachable' : 'ok';
}

/** A run as its stored events make it. */
export const stateOf = (database: Database, run: RunId): RunState =>
  eventsOf(database, run).reduce<RunState>(reduce, emptyState);

/** So long a plan without changes is as good as asking again: a reader's glance at it. */
const FRESH_MS = 60_000;

/** Something differs or has to go, or a cluster whose members are as they should be has yet to prove that it is whole. */
export const hasWork = ({ created, instances }: RunState): boolean =>
  created?.intent.is !== 'converge' ||
  instances
    .values()
    .some(
      (one) =>
        one.gone ||
        one.planned?.outcome === 'changed' ||
        passesOn(one) ||
        (!one.formed && one.parts.includes('clusterProbe')),
    );

/** Something passes from it to another instance: its host has to write that down, though nothing on it changes. */
const passesOn = ({ catalog, becomes }: Pick<InstanceState, 'catalog' | 'becomes'>): boolean =>
  catalog !== null && catalog !== becomes;

/** A plan that found nothing says so of its own time: later the hosts are asked again. */
export function isFresh(database: Database, { created }: RunState): boolean {
  const finished = created === null ? undefined : findRun(database, created.run)?.finished;
  return finished !== undefined && finished !== null && Date.now() - finished < FRESH_MS;
}

/** An apply tells its whole story by itself: it begins with what its plan found. */
export const copyOf = (database: Database, planned: RunState): readonly RunEvent[] =>
  planned.created === null
    ? []
    : eventsOf(database, planned.created.run)
        .map(({ body }) => body)
        .filter(({ event }) => ['decided', 'graph', 'noted', 'planned'].includes(event));
