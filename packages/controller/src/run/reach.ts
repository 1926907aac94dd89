import type { HostName, InstanceId, RunEvent } from '@rolecall/protocol';
import type { InstanceState } from './instance-state.ts';
import { lostJob } from './job-faults.ts';
import { isWorking } from './standing.ts';
import type { RunState } from './state.ts';

/** How long a host may be away before what it was given counts as unreachable, in milliseconds. */
export interface Patience {
  /** While others still work. */
  readonly othersMs: number;
  /** When only hosts that are away are left. */
  readonly lastMs: number;
}

/** A plan is not carried out on a host later than this. */
export const VALID_MS = 600_000;
/** While others work there is time for a host to come back; when only those that are away are left, a reboot's time. */
export const PATIENCE: Patience = { othersMs: VALID_MS, lastMs: 60_000 };

/** Since when each host is away; nothing for one that is linked. */
export type AwaySince = (host: HostName) => number | undefined;

/** How long hosts are waited for now, in milliseconds. */
export function patienceIn(run: RunState, awaySince: AwaySince, { othersMs, lastMs }: Patience): number {
  // What still waits cannot start by itself: all that can was handed out before this is asked.
  const open = run.instances.values().filter(({ phase }) => phase !== 'ended' && phase !== 'waiting');
  return open.some(({ host }) => awaySince(host) === undefined) ? othersMs : lastMs;
}

/** The instances whose hosts work for them, or are to prove that they are up, and have been away for too long. Times are milliseconds of one clock. */
export function outOfReach(
  run: RunState,
  awaySince: AwaySince,
  now: number,
  patience: Patience = PATIENCE,
): readonly InstanceId[] {
  const most = patienceIn(run, awaySince, patience);
  return run.instances
    .values()
    .filter((one) => isWorking(one) || one.phase === 'proving' || one.phase === 'asking')
    .filter(({ host }) => now - (awaySince(host) ?? now) > most)
    .map(({ instance }) => instance);
}

/** How an instance ends whose host was away for too long. */
export function givenUp(one: InstanceState): Extract<RunEvent, { readonly event: 'ended' }> {
  const { instance, host, begun } = one;
  if (begun) return { event: 'ended', instance, outcome: 'unknown', fault: lostJob(one) };
  const fault = {
    code: 'unreachable',
    message: `${host} is not linked, and has not come back in time`,
    hint: 'what it had begun goes on there; apply again when it is back',
  };
  return { event: 'ended', instance, outcome: 'unreachable', fault };
}
