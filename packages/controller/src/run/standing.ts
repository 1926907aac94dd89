import type { RunEventOf } from '@rolecall/protocol';
import { disturbanceOf } from '../plan/disturbance.ts';
import type { InstanceState } from './instance-state.ts';

/** Up, and what it gives can be used; or gone, as it should be. */
export const isUp = ({ outcome }: InstanceState): boolean =>
  outcome === 'ok' || outcome === 'changed' || outcome === 'removed';

/**
 * A host that is away, and had nothing to change or was brought to the same catalog before, gives what it last gave: those who use
 * it need not wait for it.
 */
export const leftAsItWas = ({ outcome, planned, catalog, applied }: InstanceState): boolean =>
  outcome === 'unreachable' &&
  (planned?.outcome === 'ok' || (planned?.outcome === 'unreachable' && catalog !== null && catalog === applied));

/** Those who use it cannot go on: not yet, or in this run not at all. */
export const isMissing = (one: InstanceState): boolean => !isUp(one) && !leftAsItWas(one);

/** Whether a host works for it right now. */
export const isWorking = ({ phase }: InstanceState): boolean =>
  phase === 'staging' || phase === 'draining' || phase === 'working' || phase === 'undraining';

/** Nothing else may change its host; one that was drained keeps it until it is back in service, a job until it has ended. */
export const holdsHost = (one: InstanceState): boolean =>
  isWorking(one) || ((one.drained || (one.job !== null && one.phase !== 'waiting')) && one.phase !== 'ended');

/** Whether carrying a plan out may take its instance down. */
export const mayDisturb = ({ outcome, changes }: RunEventOf<'planned'>): boolean =>
  outcome === 'changed' && changes.some((change) => disturbanceOf(change) !== undefined);

/** Something has to be on its host before any member of its use is changed, and is not yet. */
export const isUnstaged = ({ parts, gone, staged, planned, catalog }: InstanceState): boolean =>
  !staged && !gone && catalog !== null && planned?.outcome !== 'ok' && parts.includes('stage');

/** A member that is down or being changed, or of which nobody knows how it is. */
export function isDown(member: InstanceState): boolean {
  // Also while it is handed to a host that is away: nobody knows how that one is.
  if (member.phase !== 'ended' && member.formed && member.planned?.outcome === 'unreachable') return true;
  if (member.phase === 'waiting' || member.phase === 'staging') return false;
  return member.phase === 'ended' ? isLost(member) : member.disturbs;
}

/** Down for the rest of the run. One that could not be staged was not touched. */
export const isLost = (one: InstanceState): boolean =>
  one.phase === 'ended' &&
  ((one.outcome === 'failed' && !isUnstaged(one)) || (one.formed && one.outcome === 'unreachable'));
