import { setTimeout as sleep } from 'node:timers/promises';
import type { Processes } from './processes.ts';

/** From the request to end to the end. */
export const GRACE_MS = 10_000;
/** What a program leaves behind gets this long. */
const LEFT_OVER_GRACE_MS = 2_000;

const STEP_MS = 50;
/** A process in an uninterruptible wait of the kernel cannot be waited for; systemd goes on trying. */
const KILL_ROUNDS = 40;

/** Asks all of them to end, and after a while ends them. Resolves when none is left, or none can be ended. */
export async function endAll(processes: Processes, graceMs: number): Promise<void> {
  if (!processes.signal('SIGTERM')) return;
  for (let waited = 0; waited < graceMs; waited += STEP_MS) {
    await sleep(STEP_MS);
    if (!isAny(processes)) return;
  }
  // Again and again: one that is about to fork is in none of the lists.
  for (let round = 0; round < KILL_ROUNDS && processes.signal('SIGKILL'); round++) await sleep(STEP_MS);
}

/** What is still there after the program itself ended: daemons that it started have units of their own. */
export const endLeftOvers = (processes: Processes): Promise<void> => endAll(processes, LEFT_OVER_GRACE_MS);

/** Signal 0 reaches nobody, it only tells whether somebody is there. */
const isAny = (processes: Processes): boolean => processes.signal(0);
