import type { HostName, InstanceId } from '@rolecall/protocol';
import { partsOfInstance } from '@rolecall/protocol/id-parts';
import { isWorking, type RunState } from './state.ts';

/** While others still work there is time for a host to come back; a plan is not carried out on it later than this. */
export const VALID_MS = 600_000;
/** When only hosts that are away are left, a reboot's time is granted to them. */
const LAST_CHANCE_MS = 60_000;

/** Since when each host is away; nothing for one that is linked. */
export type AwaySince = (host: HostName) => number | undefined;

/** The instances that were handed to hosts which have been away for too long. Times are milliseconds of one clock. */
export function outOfReach(run: RunState, awaySince: AwaySince, now: number): readonly InstanceId[] {
  const open = [...run.instances.values()].filter(({ phase }) => phase !== 'ended');
  const othersGoOn = open.some(({ instance }) => awaySince(partsOfInstance(instance).host) === undefined);
  const patience = othersGoOn ? VALID_MS : LAST_CHANCE_MS;
  return open
    .filter(isWorking)
    .filter(({ instance }) => now - (awaySince(partsOfInstance(instance).host) ?? now) > patience)
    .map(({ instance }) => instance);
}
