import { ALL_AT_ONCE, type RunEventOf, type UseName } from '@rolecall/protocol';
import type { InstanceState } from './instance-state.ts';
import { reasonsForAll } from './restarts.ts';
import type { RunState } from './state.ts';
import type { Tally } from './tally.ts';

// Each function is given one member, and the tally of all members of its use.

/** Members of its use would not work with one another while some are changed and some are not. */
export const mustGoTogether = ({ together, togetherOn }: InstanceState, tally: Tally | undefined): boolean =>
  together === true || (togetherOn !== undefined && (tally?.count('forAll') ?? 0) > 0);

/** Members of its use are changed all at the same time in this run: they must be, or none of those that run is stopped. */
export const areTogether = (one: InstanceState, tally: Tally | undefined): boolean =>
  mustGoTogether(one, tally) || (one.togetherOn !== undefined && (tally?.count('stopped') ?? 0) === 0);

/** So many members of its use may be down at once in this run. */
export const mayBeDown = (one: InstanceState, tally: Tally | undefined): number =>
  areTogether(one, tally) ? ALL_AT_ONCE : one.maxUnavailable;

/** What a plan says of uses whose members are not restarted one after another, as they are otherwise. */
export const restartedTogether = ({ instances }: RunState): readonly RunEventOf<'noted'>[] =>
  [...instances.byUse.keys()].flatMap((use) => {
    const reasons = new Set(instances.ofUse(use).flatMap(reasonsForAll));
    return reasons.size === 0 ? [] : [noted(use, [...reasons])];
  });

const noted = (use: UseName, reasons: readonly string[]): RunEventOf<'noted'> => ({
  event: 'noted',
  about: use,
  note: `its members are restarted at the same time, not drained one after another: all must have the same ${reasons.join(', ')}`,
});
