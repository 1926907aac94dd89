import type { HostName } from '@rolecall/protocol';
import type { HeldLock } from '../store/locks.ts';

/** What a run must know of the world around it to choose what to do. */
export interface Around {
  isAway(host: HostName): boolean;
  /** Away for so long that it is waited for no longer. */
  isGivenUp(host: HostName): boolean;
  /** Locks that other runs hold, or that are kept for those of this run that have ended. */
  readonly held: readonly HeldLock[];
}

/** Every host is there, and nobody else is about. */
export const ALONE: Around = { isAway: () => false, isGivenUp: () => false, held: [] };
