import { type InstanceId, type LockName, lockName, type RunId } from '@rolecall/protocol';
import { barrierId } from '../graph/graph.ts';
import type { Holder } from '../store/locks.ts';
import type { InstanceState } from './instance-state.ts';
import { isUnstaged } from './standing.ts';
import type { RunState } from './state.ts';

/** Members of a use that are changed hold its locks together, and so do the steps of a recipe; a job holds its own. */
export const holderOf = ({ job, use, instance, step }: InstanceState): InstanceId =>
  step?.holder ?? (job === null ? barrierId(use) : instance);

/** The locks that work wants where it is done; a change that takes nothing down, and what is staged, wants none unless it is a step of a recipe. */
export const locksOf = (one: InstanceState): readonly LockName[] =>
  one.job === null && one.step === undefined && (!one.disturbs || isUnstaged(one))
    ? []
    : one.locks.map((wish) => lockName(wish, one.host));

/** It was begun, and nobody knows how it ended: it may still go on. */
export const isUnsettled = ({ job, outcome, begun }: InstanceState): boolean =>
  job !== null && (outcome === 'unknown' || (outcome === 'cancelled' && begun));

/** It goes on with its locks. Nobody who does waits for another: so none can wait for each other. */
const goesOn = ({ phase, unlocked }: InstanceState): boolean =>
  phase !== 'waiting' && phase !== 'staging' && phase !== 'ended' && !unlocked;

/** Whether its locks are held for it now. */
export const holdsLocks = (one: InstanceState): boolean => goesOn(one) || isUnsettled(one);

/** Who goes on with locks in a run. A recipe holds its own from its first step to its last, in between as well. */
export function holdersIn(run: RunState): ReadonlySet<InstanceId> {
  const all = run.instances.values();
  const recipes = all.some(({ phase }) => phase !== 'ended') ? all.filter(isUnderWay) : [];
  const holding = all.filter((one) => goesOn(one) && locksOf(one).length > 0);
  return new Set([...holding, ...recipes].map(holderOf));
}

const isUnderWay = ({ step, phase, staged }: InstanceState): boolean =>
  step !== undefined && (phase !== 'waiting' || staged);

/** One who takes locks, as the store knows it. */
export const asHolder = ({ created }: RunState, one: InstanceState): Holder => ({
  site: created?.site ?? '',
  run: created?.run ?? ('' as RunId),
  term: created?.term ?? 0,
  holder: holderOf(one),
});
