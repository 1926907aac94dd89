import { isUnstaged } from '../standing.ts';
import { mayBeDown } from '../together.ts';
import type { Gate } from './gate.ts';

/**
 * Members of a cluster that will be taken down go in its order, and never more of them are down at once than it can bear. A
 * member that failed, or whose host is away, counts as down.
 */
export const rollout: Gate = {
  name: 'order',
  holds(instance, survey) {
    // What is staged disturbs nobody.
    if (!instance.disturbs || isUnstaged(instance)) return undefined;
    const tally = survey.tallyOf(instance.use);
    const most = mayBeDown(instance, tally);
    const away = survey.awayBeside(instance);
    if ((tally?.count('down') ?? 0) + away.length >= most) {
      const down = tally?.first('down') ?? away[0];
      return `${down?.instance} is down or being changed, and only ${most} may be at once`;
    }
    const before = tally?.first('ahead');
    return before === undefined || before.position >= instance.position ? undefined : `${before.instance} goes first`;
  },
};
