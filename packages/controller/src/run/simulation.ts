import type { AssignmentId, InstanceId, RunEvent, RunEventOf, RunId, Stage } from '@rolecall/protocol';
import { assignmentId, jobOn } from '@rolecall/protocol/id-parts';
import type { InstanceState } from './instance-state.ts';
import { type Move, nextMoves } from './next.ts';
import { emptyState, type RunState, reduce } from './state.ts';

type Node = RunEventOf<'graph'>['instances'][number];

export const RUN = '20260101-000000-abcde' as RunId;

/** A node of a graph for tests: a member of a use, on a host, after others. */
export const node = (instance: string, more: Partial<Node> = {}): Node => ({
  instance: instance as InstanceId,
  after: [],
  catalog: 'a'.repeat(64) as Node['catalog'],
  secrets: [],
  position: 0,
  maxUnavailable: 1,
  formed: true,
  applied: null,
  gone: false,
  formerly: [],
  becomes: 'a'.repeat(64) as Node['catalog'],
  parts: [],
  locks: [],
  job: null,
  ...more,
});

export const graph = (...instances: readonly Node[]): RunEvent => ({ event: 'graph', instances: [...instances] });

const service = {
  index: 0,
  kind: 'service',
  key: 'x',
  action: 'update',
  differences: [],
  source: { file: 's', line: 1, column: 1 },
};

const restartedFor = (because: string) => ({
  ...service,
  differences: [{ how: 'value', property: 'owed', from: [`restart: ${because}`], to: [] }],
});

/** What its host found for it; `because`: what its service is to be restarted for, where that is said. */
export const planned = (
  instance: string,
  outcome: RunEventOf<'planned'>['outcome'] = 'changed',
  drains = false,
  because?: string,
): RunEvent =>
  ({
    event: 'planned',
    instance,
    outcome,
    changes: outcome === 'changed' ? [because === undefined ? service : restartedFor(because)] : [],
    okCount: 0,
    drains,
    fault: null,
  }) as unknown as RunEvent;

export const fold = (events: readonly RunEvent[], from: RunState = emptyState): RunState =>
  events.reduce((state, body) => reduce(state, { body }), from);

/** How a simulated host or probe answers, from a number between 0 and 1. */
export interface World {
  /** Drawn for each decision: which of the open things happens next, and how it ends. */
  draw(): number;
  /** Chance that a host's work fails. */
  readonly failures: number;
  /** Chance that its operator cancels the run before the next thing happens. */
  readonly cancels: number;
}

/** Plays a run to its end, looking at the state after every event. Bounded: a run that does not end is an error. */
export function play(start: RunState, world: World, look: (state: RunState) => void): RunState {
  let state = start;
  const apply = (body: RunEvent) => {
    state = reduce(state, { body });
    look(state);
  };
  for (let step = 0; step < 10_000; step++) {
    const moves = nextMoves(state);
    const proofs = moves.filter((move) => move.do === 'prove');
    for (const move of moves) for (const event of eventsOf(state, move)) apply(event);
    const working = state.instances.values().filter(({ assignment }) => assignment !== null);
    if (working.length + proofs.length === 0) {
      if (moves.length === 0) return state;
      continue;
    }
    if (world.draw() < world.cancels) apply({ event: 'cancelling', operator: 'ann' });
    const pick = Math.floor(world.draw() * (working.length + proofs.length));
    const worker = working[pick];
    const proof = proofs[pick - working.length];
    if (worker !== undefined) apply(finished(worker, world.draw() < world.failures));
    else if (proof !== undefined) apply(proved(proof));
  }
  throw new Error('the run does not end');
}

/** What a move makes happen at once. */
export const eventsOf = (state: RunState, move: Move): readonly RunEvent[] => {
  if (move.do === 'end') return [{ event: 'ended', instance: move.instance, outcome: move.outcome, fault: move.fault }];
  return move.do === 'assign' ? [assigned(state, move.instance, move.stage)] : [];
};

/** It is found to be up. */
export const proved = ({ instance, own }: Extract<Move, { do: 'prove' }>): RunEvent => ({
  event: 'probed',
  instance,
  probe: own ? 'probe' : 'clusterProbe',
  holds: true,
  why: '',
});

/** It is handed to its host. */
function assigned(state: RunState, instance: InstanceId, stage: Stage): RunEvent {
  const { attempts, job, host } = state.instances.get(instance) as InstanceState;
  const work = job === null ? instance : jobOn(job.use, job.name, host);
  const assignment = assignmentId(state.created?.run ?? RUN, work, stage, attempts + 1);
  return { event: 'assigned', instance, assignment, catalog: 'a'.repeat(64) as never };
}

/** Its host says how that ended. */
export function finished(one: InstanceState, fails: boolean): RunEvent {
  const changed = one.planned?.outcome === 'changed';
  return reported(one, { outcome: fails ? 'failed' : changed ? 'changed' : 'ok', disturbed: changed });
}

type Finished = Extract<RunEventOf<'reported'>['report'], { report: 'finished' }>;

/** A report of its host about the end of its work. */
export const reported = (
  { instance, assignment }: InstanceState,
  more: Pick<Finished, 'outcome' | 'disturbed'> & Partial<Finished>,
): RunEvent => ({
  event: 'reported',
  instance,
  report: {
    report: 'finished',
    assignment: assignment as AssignmentId,
    counts: { ok: 0, changed: 0, removed: 0, failed: 0, skipped: 0 },
    ...more,
  },
});
