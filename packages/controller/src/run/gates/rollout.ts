import { partsOfInstance } from '@rolecall/protocol/id-parts';
import { disturbs } from '../disturbs.ts';
import { type InstanceState, membersOf } from '../state.ts';
import type { Gate } from './gate.ts';

/**
 * Members of a cluster that will be taken down go in its order, and never more of them are down at once than it can bear. A
 * member that failed, or whose host is away, counts as down.
 */
export const rollout: Gate = {
  name: 'order',
  holds(instance, run) {
    if (!disturbs(instance)) return undefined;
    const others = membersOf(run, partsOfInstance(instance.instance).use).filter((one) => one !== instance);
    const down = others.filter(isDown);
    if (down.length >= instance.maxUnavailable) {
      return `${down[0]?.instance} is down or being changed, and only ${instance.maxUnavailable} may be at once`;
    }
    const before = others.find((one) => one.position < instance.position && one.phase === 'waiting' && disturbs(one));
    return before === undefined ? undefined : `${before.instance} goes first`;
  },
};

function isDown(member: InstanceState): boolean {
  // Also while it is handed to a host that is away: nobody knows how that one is.
  if (member.phase !== 'ended' && member.formed && member.planned?.outcome === 'unreachable') return true;
  if (member.phase === 'waiting') return false;
  if (member.phase !== 'ended') return disturbs(member);
  return member.outcome === 'failed' || (member.formed && member.outcome === 'unreachable');
}
