import type { InstanceId } from '@rolecall/protocol';
import { partsOfInstance } from '@rolecall/protocol/id-parts';
import { type InstanceState, isWorking } from '../state.ts';
import type { Gate } from './gate.ts';

/** One instance at a time changes a host; one that was drained keeps it until it is back in service. */
export const hostLock: Gate = {
  name: 'host',
  holds({ instance }, run) {
    const host = hostOf(instance);
    for (const other of run.instances.values()) {
      if (other.instance !== instance && holdsHost(other) && hostOf(other.instance) === host) {
        return `${other.instance} is being changed on the same host`;
      }
    }
    return undefined;
  },
};

const holdsHost = (other: InstanceState): boolean => isWorking(other) || (other.drained && other.phase !== 'ended');

const hostOf = (instance: InstanceId): string => partsOfInstance(instance).host;
