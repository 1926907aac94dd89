import type {
  AssignmentId,
  Fault,
  InstanceId,
  Outcome,
  RunEvent,
  RunEventOf,
  StoredEvent,
  UseName,
} from '@rolecall/protocol';
import { partsOfAssignment, partsOfInstance } from '@rolecall/protocol/id-parts';

type Node = RunEventOf<'graph'>['instances'][number];

/** Where an instance stands; it never goes back. `working` ones have an assignment that its host has not finished. */
export type Phase = 'waiting' | 'draining' | 'drained' | 'working' | 'proving' | 'undraining' | 'settled' | 'ended';

/** One instance of a run. */
export interface InstanceState extends Node {
  readonly phase: Phase;
  readonly planned: RunEventOf<'planned'> | null;
  /** Handed to the host and not finished. */
  readonly assignment: AssignmentId | null;
  readonly attempts: number;
  /** What the host made of its catalog. */
  readonly result: 'ok' | 'changed' | 'failed' | 'cancelled' | null;
  /** Something was started, restarted or reloaded, so that probes have something to prove. */
  readonly disturbed: boolean;
  readonly drained: boolean;
  /** Its own probe held, and its cluster's. */
  readonly proven: boolean;
  readonly clustered: boolean;
  readonly outcome: Outcome | null;
  readonly fault: Fault | null;
}

/** A run, as its events make it. */
export interface RunState {
  readonly created: RunEventOf<'created'> | null;
  readonly decided: readonly RunEventOf<'decided'>[];
  /** In the order in which those of one host go. */
  readonly instances: ReadonlyMap<InstanceId, InstanceState>;
  readonly cancelling: number;
  readonly finished: RunEventOf<'finished'> | null;
}

export const emptyState: RunState = {
  created: null,
  decided: [],
  instances: new Map(),
  cancelling: 0,
  finished: null,
};

/** The run after one more event. Pure: the same events give the same state, on whichever controller. */
export function reduce(run: RunState, { body }: Pick<StoredEvent, 'body'>): RunState {
  switch (body.event) {
    case 'created':
      return { ...run, created: body };
    case 'decided':
      return { ...run, decided: [...run.decided, body] };
    case 'graph':
      return { ...run, instances: new Map(body.instances.map((node) => [node.instance, fresh(node)])) };
    case 'cancelling':
      return { ...run, cancelling: run.cancelling + 1 };
    case 'finished':
      return { ...run, finished: body };
    case 'noted':
    case 'linked':
    case 'gave':
      return run;
    default:
      return update(run, body);
  }
}

const fresh = (node: Node): InstanceState => ({
  ...node,
  phase: 'waiting',
  planned: null,
  assignment: null,
  attempts: 0,
  result: null,
  disturbed: false,
  drained: false,
  proven: false,
  clustered: false,
  outcome: null,
  fault: null,
});

type About = Extract<RunEvent, { readonly instance: InstanceId }>;

function update(run: RunState, body: About): RunState {
  const before = run.instances.get(body.instance);
  if (before === undefined || before.phase === 'ended') return run;
  const instances = new Map(run.instances);
  instances.set(body.instance, { ...before, ...changeOf(before, body) });
  return { ...run, instances };
}

function changeOf(before: InstanceState, body: About): Partial<InstanceState> {
  switch (body.event) {
    case 'planned':
      return { planned: body };
    case 'held':
      return {};
    case 'assigned':
      return { assignment: body.assignment, attempts: before.attempts + 1, phase: PHASE_OF[stageOf(body.assignment)] };
    case 'reported':
      return reported(before, body);
    case 'probed':
      if (!body.holds) return {};
      return body.probe === 'probe' ? { proven: true } : { clustered: true };
    case 'ended':
      return { phase: 'ended', outcome: body.outcome, fault: body.fault, assignment: null };
  }
}

const PHASE_OF = { drain: 'draining', converge: 'working', undrain: 'undraining' } as const;

export const stageOf = (assignment: AssignmentId): 'drain' | 'converge' | 'undrain' =>
  partsOfAssignment(assignment).stage;

function reported(before: InstanceState, { report }: RunEventOf<'reported'>): Partial<InstanceState> {
  if (report.report !== 'finished' || report.assignment !== before.assignment) return {};
  const fault = report.fault ?? before.fault;
  const result = asResult(report.outcome);
  switch (stageOf(report.assignment)) {
    case 'drain':
      if (result === 'ok' || result === 'changed') return { assignment: null, phase: 'drained', drained: true };
      return { assignment: null, phase: 'settled', drained: true, result, fault };
    case 'converge': {
      const phase = result === 'ok' || result === 'changed' ? 'proving' : 'settled';
      return { assignment: null, phase, result, fault, disturbed: report.disturbed };
    }
    case 'undrain':
      if (result === 'failed') return { assignment: null, phase: 'settled', drained: false, result, fault };
      return { assignment: null, phase: 'settled', drained: false };
  }
}

const asResult = (outcome: Outcome): 'ok' | 'changed' | 'failed' | 'cancelled' =>
  outcome === 'ok' || outcome === 'changed' || outcome === 'cancelled' ? outcome : 'failed';

/** The instances of one use, in the order in which it changes them. */
export const membersOf = (run: RunState, use: UseName): readonly InstanceState[] =>
  [...run.instances.values()]
    .filter(({ instance }) => partsOfInstance(instance).use === use)
    .sort((a, b) => a.position - b.position);

/** Whether a host works for it right now. */
export const isWorking = ({ phase }: InstanceState): boolean =>
  phase === 'draining' || phase === 'working' || phase === 'undraining';
