import type { Fault, HostName, InstanceId, Outcome, Stage, UseName } from '@rolecall/protocol';
import { instanceId, titleOf } from '@rolecall/protocol/id-parts';
import { ALONE, type Around } from './around.ts';
import { whyNot } from './gates/gates.ts';
import { lock, lockedForGood } from './gates/lock.ts';
import type { InstanceState } from './instance-state.ts';
import { isUnstaged } from './standing.ts';
import type { RunState } from './state.ts';
import { Survey } from './survey.ts';
import { areTogether, mayBeDown, mustGoTogether } from './together.ts';
import { brokenFor, missingFor, openBefore } from './upstream.ts';

/** One thing to do about an instance. Everything else waits for something to happen. */
export type Move =
  | { readonly do: 'end'; readonly instance: InstanceId; readonly outcome: Outcome; readonly fault: Fault | null }
  /** Hand it to its host for the first time, or for the next stage. */
  | { readonly do: 'assign'; readonly instance: InstanceId; readonly stage: Stage }
  /** Give a job to a member, with its locks; `unlocked`: only to ask whether it is done. */
  | { readonly do: 'begin'; readonly instance: InstanceId; readonly host: HostName; readonly unlocked: boolean }
  /** Ask whether a job is done already. */
  | { readonly do: 'ask'; readonly instance: InstanceId }
  /** What it waits for is up: what it wants may be known now. */
  | { readonly do: 'work out'; readonly instance: InstanceId }
  /** Ask until it proves that it is up; `clusterOf` are the members whose cluster probe must hold too. */
  | {
      readonly do: 'prove';
      readonly instance: InstanceId;
      readonly own: boolean;
      readonly clusterOf: readonly InstanceId[];
    };

/** All that can be done now, in the order of the run. Pure. */
export function nextMoves(run: RunState, around: Around = ALONE): readonly Move[] {
  const survey = new Survey(run, around);
  return run.instances.values().flatMap((instance) => {
    const move = moveOf(instance, survey);
    if (move === undefined) return [];
    survey.note(after(instance, move));
    return [move];
  });
}

/** What the later moves of one round see of an earlier one: two instances of one host must not start together. */
function after(before: InstanceState, move: Move): InstanceState {
  switch (move.do) {
    case 'end':
      return { ...before, phase: 'ended', outcome: move.outcome };
    case 'assign':
      return { ...before, phase: move.stage === 'stage' ? 'staging' : 'working' };
    case 'begin':
      return { ...before, phase: 'asking', host: move.host, unlocked: move.unlocked };
    case 'prove':
    case 'ask':
    case 'work out':
      return before;
  }
}

function moveOf(instance: InstanceState, survey: Survey): Move | undefined {
  switch (instance.phase) {
    case 'waiting':
      return start(survey.placed(instance), survey);
    case 'asking':
      return ask(instance, survey);
    case 'drained':
      return { do: 'assign', instance: instance.instance, stage: 'converge' };
    case 'proving':
      return prove(instance, survey);
    case 'settled':
      return leave(instance, survey);
    case 'staging':
    case 'draining':
    case 'working':
    case 'undraining':
    case 'ended':
      return undefined;
  }
}

/** Begun, and so what is to be done in the end is done. */
const hasTouched = ({ attempts }: InstanceState): boolean => attempts > 0;

/** What a recipe does in the end whatever became of its steps, once one of them has begun; a first cancel leaves it alone. */
function startLast(instance: InstanceState, survey: Survey): Move | undefined {
  if (survey.run.cancelling > 1) return end(instance, 'cancelled');
  if (openBefore(survey, instance) !== undefined) return undefined;
  const before = survey.run.instances.values().filter(({ step }) => step?.always === false);
  if (before.length > 0 && !before.some(hasTouched)) {
    return end(instance, 'skipped', { code: 'not_begun', message: 'no step before it was begun' });
  }
  return whyNot(instance, survey).length > 0 ? undefined : begin(instance, survey);
}

const begin = (instance: InstanceState, survey: Survey, unlocked = false): Move =>
  instance.job === null
    ? { do: 'assign', instance: instance.instance, stage: firstStage(instance, survey) }
    : { do: 'begin', instance: instance.instance, host: instance.host, unlocked };

function start(instance: InstanceState, survey: Survey): Move | undefined {
  if (instance.step?.always === true) return startLast(instance, survey);
  if (survey.run.cancelling > 0) return end(instance, 'cancelled');
  const broken = brokenFor(survey, instance);
  if (broken !== undefined) {
    return end(instance, 'skipped', {
      code: 'upstream',
      message: `${titleOf(broken.instance)}, which ${instance.gone ? 'used it' : 'it uses'}, is ${broken.outcome}`,
    });
  }
  if (instance.catalog === null) {
    if (!isDeferred(instance)) return end(instance, withoutCatalog(instance), instance.planned?.fault ?? null);
    return missingFor(survey, instance).count > 0 ? undefined : { do: 'work out', instance: instance.instance };
  }
  const blocked = blockedForGood(instance, survey);
  if (blocked !== undefined) return end(instance, 'skipped', { code: 'too_many_down', message: blocked });
  const apart = leftApart(instance, survey);
  if (apart !== undefined) return end(instance, 'skipped', { code: 'not_together', message: apart });
  const lacking = lackingBeside(instance, survey);
  if (lacking !== undefined) return end(instance, 'skipped', { code: 'not_staged', message: lacking });
  const locked = lockedForGood(instance, survey);
  // A job that is done already wants no lock.
  const unlocked = locked !== undefined && instance.job !== null && instance.step === undefined;
  if (locked !== undefined && !unlocked) return end(instance, 'skipped', locked);
  const isHeld = whyNot(instance, survey).some(({ gate }) => !unlocked || gate !== lock.name);
  return isHeld ? undefined : begin(instance, survey, unlocked);
}

function firstStage(instance: InstanceState, survey: Survey): Stage {
  if (isUnstaged(instance)) return 'stage';
  // Nobody stays that could take over.
  if (areTogether(instance, survey.tallyOf(instance.use))) return 'converge';
  return instance.planned?.drains === true && instance.parts.includes('drain') ? 'drain' : 'converge';
}

/** Members that do not work with one another while they differ are changed together or not at all. */
function leftApart(instance: InstanceState, survey: Survey): string | undefined {
  const { disturbs, use } = instance;
  const tally = survey.tallyOf(use);
  const other = disturbs && mustGoTogether(instance, tally) ? tally?.first('leftOut') : undefined;
  return other && `${other.instance} is ${other.outcome}, and members of ${use} are changed together or not at all`;
}

/** A recipe changes nobody where one of them lacks what all of them need: half of them would be at another release. */
function lackingBeside({ step, parts, use }: InstanceState, survey: Survey): string | undefined {
  const other = step !== undefined && parts.includes('stage') ? survey.tallyOf(use)?.first('neverStaged') : undefined;
  return other && `${titleOf(other.instance)} did not get what it needs, and none is changed before all have it`;
}

/** Whether a job is done already, or is to be done now: with its locks, or not at all. */
function ask(job: InstanceState, survey: Survey): Move | undefined {
  const { instance, open, step, unlocked } = job;
  if (survey.run.cancelling > (step?.always === true ? 1 : 0)) return end(job, 'cancelled');
  if (!open) return { do: 'ask', instance };
  if (!unlocked) return { do: 'assign', instance, stage: 'job' };
  const locked = lockedForGood(job, survey);
  if (locked !== undefined) return end(job, 'skipped', locked);
  return whyNot(job, survey).length > 0 ? undefined : begin(job, survey);
}

/** It was not known what it wants when the run was planned. */
const isDeferred = ({ planned }: InstanceState): boolean =>
  planned?.outcome === 'skipped' && planned.fault?.code === 'deferred';

function withoutCatalog({ planned }: InstanceState): Outcome {
  if (planned?.outcome === 'unreachable' || planned?.outcome === 'failed') return planned.outcome;
  return 'skipped';
}

/** So many are named of those that are down. */
const NAMED = 3;

/** A cluster that has as many members down as it can bear, for good, is not disturbed any more in this run. */
function blockedForGood(instance: InstanceState, survey: Survey): string | undefined {
  if (!instance.disturbs) return undefined;
  const tally = survey.tallyOf(instance.use);
  const away = survey.givenUpBeside(instance).map((one) => `${one.instance} is away`);
  const lost = (tally?.count('lost') ?? 0) + away.length;
  const most = mayBeDown(instance, tally);
  if (tally === undefined || lost < most) return undefined;
  const ended = tally.some('lost', NAMED).map(({ instance: id, outcome }) => `${id} is ${outcome}`);
  const named = [...ended, ...away].slice(0, NAMED);
  const more = lost > NAMED ? ` and ${lost - NAMED} more` : '';
  return `${named.join(', ')}${more}: taking this one down too would be more than ${most} at once`;
}

function prove(instance: InstanceState, survey: Survey): Move {
  const proof = proofOf(instance, survey);
  if (proof === undefined || survey.run.cancelling > 1) return leave(instance, survey);
  return { do: 'prove', instance: instance.instance, ...proof };
}

/** What is left to prove. */
function proofOf(
  instance: InstanceState,
  survey: Survey,
): { readonly own: boolean; readonly clusterOf: readonly InstanceId[] } | undefined {
  const { job, proven } = instance;
  if (job !== null) return job.asks && !proven ? { own: true, clusterOf: [] } : undefined;
  const own = instance.disturbed && instance.parts.includes('probe') && !proven;
  const clusterOf = instance.clustered ? [] : clusterToProve(instance, survey);
  return own || clusterOf.length > 0 ? { own, clusterOf } : undefined;
}

/**
 * Whose cluster probe must hold before this instance ends: its own, once the cluster has formed and it was disturbed; everybody's,
 * where the cluster has not formed yet and this is the last of its members.
 */
function clusterToProve(instance: InstanceState, survey: Survey): readonly InstanceId[] {
  if (!instance.parts.includes('clusterProbe')) return [];
  if (instance.formed) return instance.disturbed ? [instance.instance] : [];
  const { use } = instance;
  return survey.tallyOf(use)?.count('notUp') === 1 ? wholeCluster(survey.run, use) : [];
}

/** Every member of a use, also those that a resumed run had done before; nobody where a limit leaves some of them unknown. */
function wholeCluster(run: RunState, use: UseName): readonly InstanceId[] {
  const decided = run.decided.find((one) => one.use === use);
  const all =
    decided?.order.map((host) => instanceId(use, host)) ??
    run.instances.ofUse(use).flatMap(({ instance, gone }) => (gone ? [] : [instance]));
  const limited = (run.created?.limit ?? null) !== null;
  return limited && all.some((id) => !run.instances.has(id)) ? [] : all;
}

function leave(instance: InstanceState, survey: Survey): Move {
  if (instance.drained && instance.parts.includes('undrain')) {
    return { do: 'assign', instance: instance.instance, stage: 'undrain' };
  }
  return end(instance, outcomeAs(instance, survey), instance.fault);
}

function outcomeAs(instance: InstanceState, survey: Survey): Outcome {
  const { result, gone } = instance;
  if (result === 'failed' && instance.job !== null && survey.run.cancelling > 1) return 'cancelled';
  if (result === 'failed' || result === 'cancelled' || result === 'unknown') return result;
  // A second cancel does not wait for proofs, and what is not proven does not count as done.
  if (survey.run.cancelling > 1 && proofOf(instance, survey) !== undefined) return 'cancelled';
  return gone ? 'removed' : (result ?? 'ok');
}

const end = ({ instance }: InstanceState, outcome: Outcome, fault: Fault | null = null): Move => ({
  do: 'end',
  instance,
  outcome,
  fault,
});

/** The word in which a whole run ends, worst first. */
export function outcomeOf(run: RunState): 'ok' | 'changed' | 'failed' | 'unreachable' | 'cancelled' {
  const outcomes = new Set(run.instances.values().map(({ outcome }) => outcome));
  if (outcomes.has('failed') || outcomes.has('unknown')) return 'failed';
  if (outcomes.has('unreachable')) return 'unreachable';
  if (outcomes.has('cancelled')) return 'cancelled';
  if (outcomes.has('skipped')) return 'failed';
  return outcomes.has('changed') || outcomes.has('removed') ? 'changed' : 'ok';
}
