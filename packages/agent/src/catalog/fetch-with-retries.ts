import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from '../error.ts';

const TRIES = 4;

/**
 * Tries again, a little later each time, while the controller is unreachable; what it refuses stays refused. So often, or with pauses of at most 8 s
 * for as long as something else says.
 */
export async function fetchWithRetries<T>(
  fetch: () => Promise<T>,
  tries: number | (() => boolean) = TRIES,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetch();
    } catch (thrown) {
      const goesOn = typeof tries === 'number' ? attempt < tries : tries();
      if (codeOf(thrown) !== 'unreachable' || !goesOn) throw thrown;
      await pause(Math.random() * 1000 * 2 ** (typeof tries === 'number' ? attempt : Math.min(attempt, 3)));
    }
  }
}
