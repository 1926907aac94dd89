import type { InstanceId, RunEvent, RunEventOf, RunId } from '@rolecall/protocol';
import type { Prepared, PreparedInstance } from '../plan/index.ts';
import type { Database } from '../store/database.ts';
import { eventsOf } from '../store/runs.ts';
import { emptyState, type RunState, reduce } from './state.ts';

/** What a prepared site says before any host is asked: decisions, graph, notes. */
export const openingEvents = (prepared: Prepared, left: readonly PreparedInstance[]): readonly RunEvent[] => [
  ...prepared.decisions,
  { event: 'graph', instances: left.map(asNode) },
  ...prepared.notes,
];

const asNode = (one: PreparedInstance): RunEventOf<'graph'>['instances'][number] => ({
  instance: one.instance,
  after: [...one.after],
  catalog: one.catalog,
  secrets: [...one.secrets] as RunEventOf<'graph'>['instances'][number]['secrets'],
  position: one.position,
  maxUnavailable: one.maxUnavailable,
  formed: one.formed,
  gone: one.gone,
  formerly: [...one.formerly],
  becomes: one.becomes,
  parts: [...one.parts],
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

/** What a failed run left to do: instances that it did not bring up, or that want something else now. */
export function leftOf(
  resumed: RunState | undefined,
  instances: readonly PreparedInstance[],
): readonly PreparedInstance[] {
  if (resumed === undefined) return instances;
  const done = new Map<InstanceId, string | null>();
  for (const { instance, outcome, catalog } of resumed.instances.values()) {
    if (outcome === 'ok' || outcome === 'changed' || outcome === 'removed') done.set(instance, catalog);
  }
  return instances.filter(({ instance, catalog }) => done.get(instance) !== catalog || catalog === null);
}
