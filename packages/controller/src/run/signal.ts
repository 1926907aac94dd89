/** Wakes those who wait for something to happen; a signal that nobody waited for is not lost to the next who asks. */
export class Signal {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  /** How often it was raised: what `after` wants. */
  get count(): number {
    return this.#count;
  }

  raise(): void {
    this.#count += 1;
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Resolves when it was raised more often than `seen`, at the latest after `timeoutMs`, or when `abort` ends. */
  after(seen: number, timeoutMs?: number, abort?: AbortSignal): Promise<void> {
    if (this.#count > seen || abort?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        abort?.removeEventListener('abort', done);
        resolve();
      };
      const timer = timeoutMs === undefined ? undefined : setTimeout(done, timeoutMs);
      this.#waiting.add(done);
      abort?.addEventListener('abort', done);
    });
  }
}
