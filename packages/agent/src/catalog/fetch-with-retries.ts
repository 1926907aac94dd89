import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from '../error.ts';

const TRIES = 4;

/** Tries again, a little later each time, while the controller is unreachable; what it refuses stays refused. */
export async function fetchWithRetries<T>(fetch: () => Promise<T>, tries = TRIES): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetch();
    } catch (thrown) {
      if (codeOf(thrown) !== 'unreachable' || attempt === tries) throw thrown;
      await pause(Math.random() * 1000 * 2 ** attempt);
    }
  }
}
