import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: {
  readonly type: 'major';
  readonly execution: 'async';
  readonly flavor: 'last-resort';
}) => unknown;

/** Work is followed by more work, as a rule: only after this long without any is it worth while. */
const QUIET_MS = 5_000;

let timer: NodeJS.Timeout | undefined;
let collect: Collect | undefined;

/**
 * Gives memory that work has taken back to the host, once it has been quiet for a while. V8 by itself keeps it for work to come, which for an
 * agent may be days away.
 */
export function giveBackMemory(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    setFlagsFromString('--expose-gc');
    collect ??= runInNewContext('gc') as Collect;
    collect({ type: 'major', execution: 'async', flavor: 'last-resort' });
  }, QUIET_MS);
  timer.unref();
}
