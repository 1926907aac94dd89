import { titleOf } from '@rolecall/protocol/id-parts';
import { missingFor, openBefore } from '../upstream.ts';
import type { Gate } from './gate.ts';

/** Everything that it uses must be up, with its probes held, or away with nothing to change. */
export const needs: Gate = {
  name: 'needs',
  holds(instance, survey) {
    if (instance.step?.always === true) {
      const open = openBefore(survey, instance);
      return open && `${titleOf(open.instance)} has not ended yet`;
    }
    const { first, count } = missingFor(survey, instance);
    if (first === undefined) return undefined;
    return count === 1
      ? `${titleOf(first.instance)} is not up yet`
      : `${titleOf(first.instance)} and ${count - 1} more are not up yet`;
  },
};
