import { isUnstaged } from '../standing.ts';
import type { Gate } from './gate.ts';

/** No member is changed before what all of them need is on their hosts. */
export const staged: Gate = {
  name: 'staged',
  holds(instance, survey) {
    if (!instance.parts.includes('stage') || isUnstaged(instance)) return undefined;
    const other = survey.tallyOf(instance.use)?.first('unstaged');
    return other === undefined ? undefined : `${other.instance} is not staged yet`;
  },
};
