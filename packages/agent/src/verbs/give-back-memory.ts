type Collect = (options: {
  readonly type: 'major';
  readonly execution: 'async';
  readonly flavor: 'last-resort';
}) => unknown;

/**
 * Work is followed by more work, as a rule: only after so long without any is it worth while. A second time, because what the first left to
 * timers and connections is free by then, and because code that was not run between the two is dropped.
 */
const QUIET_MS = [5_000, 90_000];

let timers: readonly NodeJS.Timeout[] = [];

/**
 * Gives memory that work has taken back to the host, once it has been quiet for a while. V8 by itself keeps it for work to come, which for an
 * agent may be days away. Does nothing in a process that was started without `--expose-gc`.
 */
export function giveBackMemory(): void {
  const collect = Reflect.get(globalThis, 'gc') as Collect | undefined;
  if (collect === undefined) return;
  for (const timer of timers) clearTimeout(timer);
  timers = QUIET_MS.map((ms) =>
    setTimeout(() => collect({ type: 'major', execution: 'async', flavor: 'last-resort' }), ms).unref(),
  );
}
