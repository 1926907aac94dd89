import { titleOf } from '@rolecall/protocol/id-parts';
import type { Gate } from './gate.ts';

/** One instance at a time changes a host; one that was drained keeps it until it is back in service. */
export const hostLock: Gate = {
  name: 'host',
  holds({ instance, host }, survey) {
    const holder = survey.holderOf(host);
    return holder === undefined || holder.instance === instance
      ? undefined
      : `${titleOf(holder.instance)} is being changed on the same host`;
  },
};
