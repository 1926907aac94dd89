import type { ClusterLock, InstanceId, LockName, RunEvent } from '@rolecall/protocol';
import type { HeldLock } from '../store/locks.ts';
import { ALONE } from './around.ts';
import type { InstanceState } from './instance-state.ts';
import { asHolder, holdsLocks, isUnsettled, locksOf } from './locks.ts';
import { type Move, nextMoves } from './next.ts';
import { eventsOf, fold, graph, node, planned, proved, reported } from './simulation.ts';
import { isUp } from './standing.ts';
import { type RunState, reduce } from './state.ts';

/** A cluster of a simulated site. */
export interface Cluster {
  readonly members: number;
  /** Whether its members are taken down by what is planned for them. */
  readonly disturbed: boolean;
  /** For each of its jobs, the locks that it wants: of which cluster, and which. */
  readonly jobs: readonly (readonly (readonly [cluster: number, lock: ClusterLock])[])[];
}

/** What chance decides, from numbers between 0 and 1. */
export interface Chance {
  draw(): number;
  /** How often a job is found done, fails, or is cut off. */
  readonly done: number;
  readonly fails: number;
  readonly cut: number;
  /** How often its operator cancels a run before the next thing happens. */
  readonly cancels?: number;
}

const cluster = (c: number) => `u${c}` as never;

/** A run as planned. Two of different sites have the same clusters on different hosts, as two sites of one controller may. */
export function jobRun(run: string, site: string, clusters: readonly Cluster[]): RunState {
  const host = (c: number, m: number) => `${site}-${c}-${m}`;
  const member = (c: number, m: number) => `u${c}@${host(c, m)}`;
  const nodes = clusters.flatMap(({ members, jobs }, c) => [
    ...Array.from({ length: members }, (_, m) =>
      node(member(c, m), { position: m, locks: [{ of: 'cluster', cluster: cluster(c), lock: 'maintenance' }] }),
    ),
    ...jobs.map((locks, j) =>
      node(`u${c}.j${j}@-`, {
        after: [
          ...Array.from({ length: members }, (_, m) => member(c, m)),
          ...(j === 0 ? [] : [`u${c}.j${j - 1}@-`]),
        ] as InstanceId[],
        locks: locks.map(([of, lock]) => ({ of: 'cluster', cluster: cluster(of), lock })),
        job: {
          name: `j${j}` as never,
          use: cluster(c),
          form: 'job',
          hosts: Array.from({ length: members }, (_, m) => host(c, m)) as never,
          key: '1',
          asks: j % 2 === 0,
          gives: false,
          source: { file: 's', line: 1, column: 1 },
        },
      }),
    ),
  ]);
  const plans = clusters.flatMap(({ members, disturbed }, c) =>
    Array.from({ length: members }, (_, m) => planned(member(c, m), disturbed ? 'changed' : 'ok')),
  );
  const created = { event: 'created', run, site, mode: 'apply', term: 1, limit: null } as unknown as RunEvent;
  return fold([created, graph(...nodes), ...plans]);
}

/** The locks that a run holds, as another one sees them. */
export const heldBy = (run: RunState): readonly HeldLock[] =>
  run.instances.values().flatMap((one) =>
    holdsLocks(one)
      ? locksOf(one).map((name) => ({
          ...asHolder(run, one),
          name,
          since: 0,
          kept: isUnsettled(one),
          open: !isUnsettled(one),
        }))
      : [],
  );

/** What is held beside a run, and was not taken over, or let go, by a later try of the same job. */
const heldBeside = (runs: readonly RunState[], run: RunState): readonly HeldLock[] =>
  runs
    .filter((other) => other !== run)
    .flatMap(heldBy)
    .filter(({ site, run: of, holder }) => {
      const later = runs.slice(runs.findIndex(({ created }) => created?.run === of) + 1);
      return !later.some(({ created, instances }) => created?.site === site && hasTakenOver(instances.get(holder)));
    });

const hasTakenOver = (one: InstanceState | undefined): boolean =>
  one !== undefined && (one.phase === 'ended' ? one.begun || isUp(one) : one.phase !== 'waiting');

const cancelling: RunEvent = { event: 'cancelling', operator: 'ann' };
const finished: RunEvent = { event: 'finished', outcome: 'ok', fault: null };

/** Plays runs side by side to their ends, those that have ended left as they are, looking at all of them after every event. One that does not end is an error. */
export function playTogether(
  start: readonly RunState[],
  chance: Chance,
  look: (runs: readonly RunState[], event: RunEvent) => void,
): readonly RunState[] {
  const runs = [...start];
  const apply = (index: number, event: RunEvent): void => {
    runs[index] = reduce(runs[index] as RunState, { body: event });
    look(runs, event);
  };
  for (let step = 0; step < 20_000; step++) {
    const open = runs.flatMap((run, index) => (run.finished === null ? [index] : []));
    const index = open[Math.floor(chance.draw() * open.length)];
    if (index === undefined) return runs;
    if (chance.draw() < (chance.cancels ?? 0)) apply(index, cancelling);
    const run = runs[index] as RunState;
    const held = heldBeside(runs, run);
    const moves = nextMoves(run, { ...ALONE, held });
    for (const move of moves) for (const event of eventsFor(run, move, chance)) apply(index, event);
    happen(runs[index] as RunState, chance, (event) => apply(index, event));
    if ((runs[index] as RunState).instances.values().every(({ phase }) => phase === 'ended')) apply(index, finished);
  }
  throw new Error('the runs do not end');
}

const wanted = ({ instances }: RunState, instance: InstanceId): readonly LockName[] => {
  const one = instances.get(instance);
  return one === undefined ? [] : locksOf(one);
};

function eventsFor(run: RunState, move: Move, chance: Chance): readonly RunEvent[] {
  const { instance } = move;
  switch (move.do) {
    case 'begin':
      return [{ event: 'begun', instance, host: move.host, locks: move.unlocked ? [] : [...wanted(run, instance)] }];
    case 'ask': {
      const drawn = chance.draw();
      if (drawn > 1 - chance.fails / 2) return [{ event: 'ended', instance, outcome: 'failed', fault: null }];
      return [{ event: 'asked', instance, done: drawn < chance.done, why: '' }];
    }
    case 'prove':
      return [proved(move)];
    default:
      return eventsOf(run, move);
  }
}

/** One of the hosts that work ends, one way or another. */
function happen(run: RunState, chance: Chance, tell: (event: RunEvent) => void): void {
  const working = run.instances.values().filter(({ assignment }) => assignment !== null);
  const one = working[Math.floor(chance.draw() * working.length)];
  if (one !== undefined) tell(ended(one, chance, run.cancelling > 0));
}

function ended(one: InstanceState, chance: Chance, cancels: boolean): RunEvent {
  const drawn = one.job === null ? 1 : chance.draw();
  const code = drawn < chance.cut ? 'interrupted' : drawn < chance.cut + chance.fails ? 'command_failed' : undefined;
  const isCancelled = cancels && one.job !== null && code === undefined;
  // One that is cancelled has begun none of its commands, or some.
  const changed = isCancelled ? Math.floor(chance.draw() * 2) : 1;
  return reported(one, {
    outcome: isCancelled ? 'cancelled' : code === undefined ? 'changed' : 'failed',
    counts: { ok: 0, changed, removed: 0, failed: 0, skipped: 0 },
    disturbed: false,
    ...(code === undefined ? {} : { fault: { code, message: code } }),
  });
}
