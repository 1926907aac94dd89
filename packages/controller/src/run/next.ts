import type { Fault, InstanceId, Outcome, UseName } from '@rolecall/protocol';
import { instanceId, partsOfInstance } from '@rolecall/protocol/id-parts';
import { disturbs } from './disturbs.ts';
import { whyNot } from './gates/gates.ts';
import { type InstanceState, membersOf, type RunState } from './state.ts';
import { isUp, leftAsItWas, upstreamOf } from './upstream.ts';

/** One thing to do about an instance. Everything else waits for something to happen. */
export type Move =
  | { readonly do: 'end'; readonly instance: InstanceId; readonly outcome: Outcome; readonly fault: Fault | null }
  /** Hand it to its host for the first time, or for the next stage. */
  | { readonly do: 'assign'; readonly instance: InstanceId; readonly stage: 'drain' | 'converge' | 'undrain' }
  /** Ask until it proves that it is up; `clusterOf` are the members whose cluster probe must hold too. */
  | {
      readonly do: 'prove';
      readonly instance: InstanceId;
      readonly own: boolean;
      readonly clusterOf: readonly InstanceId[];
    };

/** All that can be done now, in the order of the run. Pure. */
export function nextMoves(run: RunState): readonly Move[] {
  const moves: Move[] = [];
  let state = run;
  for (const instance of run.instances.values()) {
    const move = moveOf(instance, state);
    if (move === undefined) continue;
    moves.push(move);
    state = after(state, move);
  }
  return moves;
}

/** What the later moves of one round see of the earlier ones: two instances of one host must not start together. */
function after(run: RunState, move: Move): RunState {
  const before = run.instances.get(move.instance);
  if (before === undefined) return run;
  const phase = { end: 'ended', assign: 'working', prove: 'proving' } as const;
  const outcome = move.do === 'end' ? move.outcome : before.outcome;
  return {
    ...run,
    instances: new Map(run.instances).set(move.instance, { ...before, phase: phase[move.do], outcome }),
  };
}

function moveOf(instance: InstanceState, run: RunState): Move | undefined {
  switch (instance.phase) {
    case 'waiting':
      return start(instance, run);
    case 'drained':
      return { do: 'assign', instance: instance.instance, stage: 'converge' };
    case 'proving':
      return prove(instance, run);
    case 'settled':
      return leave(instance);
    case 'draining':
    case 'working':
    case 'undraining':
    case 'ended':
      return undefined;
  }
}

function start(instance: InstanceState, run: RunState): Move | undefined {
  if (run.cancelling > 0) return end(instance, 'cancelled');
  const broken = upstreamOf(run, instance).find(
    (other) => other.phase === 'ended' && !isUp(other) && !leftAsItWas(other),
  );
  if (broken !== undefined) {
    return end(instance, 'skipped', {
      code: 'upstream',
      message: `${broken.instance}, which ${instance.gone ? 'used it' : 'it uses'}, is ${broken.outcome}`,
    });
  }
  if (instance.catalog === null) return end(instance, withoutCatalog(instance), instance.planned?.fault ?? null);
  const blocked = blockedForGood(instance, run);
  if (blocked !== undefined) return end(instance, 'skipped', { code: 'too_many_down', message: blocked });
  if (whyNot(instance, run).length > 0) return undefined;
  const stage = instance.planned?.drains === true && instance.parts.includes('drain') ? 'drain' : 'converge';
  return { do: 'assign', instance: instance.instance, stage };
}

function withoutCatalog({ planned }: InstanceState): Outcome {
  if (planned?.outcome === 'unreachable' || planned?.outcome === 'failed') return planned.outcome;
  return 'skipped';
}

/** A cluster that has as many members down as it can bear, for good, is not disturbed any more in this run. */
function blockedForGood(instance: InstanceState, run: RunState): string | undefined {
  if (!disturbs(instance)) return undefined;
  const lost = membersOf(run, partsOfInstance(instance.instance).use).filter(
    ({ phase, outcome, formed }) =>
      phase === 'ended' && (outcome === 'failed' || (formed && outcome === 'unreachable')),
  );
  if (lost.length < instance.maxUnavailable) return undefined;
  return `${lost.map(({ instance: id, outcome }) => `${id} is ${outcome}`).join(', ')}: taking this one down too would be more than ${instance.maxUnavailable} at once`;
}

function prove(instance: InstanceState, run: RunState): Move {
  const own = instance.disturbed && instance.parts.includes('probe') && !instance.proven;
  const clusterOf = instance.clustered ? [] : clusterToProve(instance, run);
  if (!own && clusterOf.length === 0) return leave(instance);
  return { do: 'prove', instance: instance.instance, own, clusterOf };
}

/**
 * Whose cluster probe must hold before this instance ends: its own, once the cluster has formed and it was disturbed; everybody's,
 * where the cluster has not formed yet and this is the last of its members.
 */
function clusterToProve(instance: InstanceState, run: RunState): readonly InstanceId[] {
  if (!instance.parts.includes('clusterProbe')) return [];
  if (instance.formed) return instance.disturbed ? [instance.instance] : [];
  const { use } = partsOfInstance(instance.instance);
  const others = membersOf(run, use).filter(({ instance: id }) => id !== instance.instance);
  return others.every(isUp) ? wholeCluster(run, use) : [];
}

/** Every member of a use, also those that a resumed run had done before; nobody where a limit leaves some of them unknown. */
function wholeCluster(run: RunState, use: UseName): readonly InstanceId[] {
  const decided = run.decided.find((one) => one.use === use);
  const all =
    decided?.order.map((host) => instanceId(use, host)) ??
    membersOf(run, use).flatMap(({ instance, gone }) => (gone ? [] : [instance]));
  const limited = (run.created?.limit ?? null) !== null;
  return limited && all.some((id) => !run.instances.has(id)) ? [] : all;
}

function leave(instance: InstanceState): Move {
  if (instance.drained && instance.parts.includes('undrain')) {
    return { do: 'assign', instance: instance.instance, stage: 'undrain' };
  }
  return end(instance, outcomeAs(instance), instance.fault);
}

function outcomeAs({ result, gone }: InstanceState): Outcome {
  if (result === 'failed' || result === 'cancelled') return result;
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
  const outcomes = new Set([...run.instances.values()].map(({ outcome }) => outcome));
  if (outcomes.has('failed')) return 'failed';
  if (outcomes.has('unreachable')) return 'unreachable';
  if (outcomes.has('cancelled')) return 'cancelled';
  if (outcomes.has('skipped')) return 'failed';
  return outcomes.has('changed') || outcomes.has('removed') ? 'changed' : 'ok';
}
