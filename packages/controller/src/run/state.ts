import type {
  AssignmentId,
  Fault,
  InstanceId,
  Outcome,
  ReportOf,
  RunEvent,
  RunEventOf,
  Stage,
  StoredEvent,
} from '@rolecall/protocol';
import { partsOfAssignment } from '@rolecall/protocol/id-parts';
import { fresh, type InstanceState } from './instance-state.ts';
import { Instances } from './instances.ts';
import { mayDisturb } from './standing.ts';

/** A run, as its events make it. */
export interface RunState {
  readonly created: RunEventOf<'created'> | null;
  readonly decided: readonly RunEventOf<'decided'>[];
  /** In the order in which those of one host go. */
  readonly instances: Instances;
  readonly cancelling: number;
  readonly finished: RunEventOf<'finished'> | null;
}

export const emptyState: RunState = {
  created: null,
  decided: [],
  instances: Instances.of([]),
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
      return { ...run, instances: run.instances.and(body.instances.map(fresh)) };
    case 'cancelling':
      return { ...run, cancelling: run.cancelling + 1 };
    case 'finished':
      return { ...run, finished: body };
    case 'noted':
    case 'preflight':
    case 'linked':
    case 'gave':
      return run;
    default:
      return update(run, body);
  }
}

type About = Extract<RunEvent, { readonly instance: InstanceId }>;

function update(run: RunState, body: About): RunState {
  const before = run.instances.get(body.instance);
  if (before === undefined || before.phase === 'ended') return run;
  return { ...run, instances: run.instances.with({ ...before, ...changeOf(before, body) }) };
}

function changeOf(before: InstanceState, body: About): Partial<InstanceState> {
  switch (body.event) {
    case 'planned':
      return { planned: body, disturbs: mayDisturb(body) };
    case 'known':
      return { catalog: body.catalog, secrets: body.secrets, becomes: body.becomes, formed: body.formed };
    case 'held':
      return {};
    case 'passed':
      return { passed: true };
    case 'assigned':
      return {
        assignment: body.assignment,
        attempts: before.attempts + 1,
        phase: PHASE_OF[stageOf(body.assignment)],
        handed: body.catalog,
        begun: before.job !== null,
      };
    case 'begun':
      return { phase: 'asking', host: body.host, unlocked: body.locks.length < before.locks.length, open: false };
    case 'asked':
      return body.done ? { phase: 'settled', result: 'ok' } : { open: true };
    case 'reported':
      return reported(before, body);
    case 'probed':
      if (!body.holds) return {};
      return body.probe === 'clusterProbe' ? { clustered: true } : { proven: true };
    case 'ended':
      return { phase: 'ended', outcome: body.outcome, fault: body.fault, assignment: null };
  }
}

const PHASE_OF = {
  stage: 'staging',
  drain: 'draining',
  converge: 'working',
  undrain: 'undraining',
  job: 'working',
} as const;

export const stageOf = (assignment: AssignmentId): Stage => partsOfAssignment(assignment).stage;

function reported(before: InstanceState, { report }: RunEventOf<'reported'>): Partial<InstanceState> {
  if (report.report !== 'finished' || report.assignment !== before.assignment) return {};
  const fault = report.fault ?? before.fault;
  const result = asResult(report.outcome);
  switch (stageOf(report.assignment)) {
    case 'stage':
      if (result === 'ok' || result === 'changed') return { assignment: null, phase: 'waiting', staged: true };
      return { assignment: null, phase: 'settled', result, fault };
    case 'drain':
      if (result === 'ok' || result === 'changed') return { assignment: null, phase: 'drained', drained: true };
      return { assignment: null, phase: 'settled', drained: true, result, fault };
    case 'converge': {
      const phase = result === 'ok' || result === 'changed' ? 'proving' : 'settled';
      return { assignment: null, phase, result, fault, disturbed: report.disturbed };
    }
    case 'job': {
      // A check may be repeated: one that was cut off has failed, and the next apply does it again.
      const cut = report.outcome === 'failed' && isCutOff(report.fault) && before.job?.form !== 'check';
      const phase = result === 'ok' || result === 'changed' ? 'proving' : 'settled';
      const ended = { result: cut ? ('unknown' as const) : result, fault, output: report.output ?? '' };
      return { assignment: null, phase, ...ended, begun: !isUntouched(report) };
    }
    case 'undrain':
      if (result === 'failed') return { assignment: null, phase: 'settled', drained: false, result, fault };
      return { assignment: null, phase: 'settled', drained: false };
  }
}

/** It was cancelled before any of its commands was begun. */
export const isUntouched = ({ outcome, counts }: ReportOf<'finished'>): boolean =>
  outcome === 'cancelled' && counts.changed + counts.failed === 0;

/** Its host was lost, or its runner killed, in the middle of a command: whether that took effect is not known. */
export const isCutOff = (fault: Fault | undefined): boolean =>
  fault !== undefined && ['interrupted', 'command_lost'].includes(fault.code);

const asResult = (outcome: Outcome): 'ok' | 'changed' | 'failed' | 'cancelled' =>
  outcome === 'ok' || outcome === 'changed' || outcome === 'cancelled' ? outcome : 'failed';
