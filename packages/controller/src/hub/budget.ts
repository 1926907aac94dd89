/** What one host may send for long, and what at once on top, in bytes: far more than any host has to say, and little of a core. */
const PER_SECOND = 16 * 1024 * 1024;
const BURST = 32 * 1024 * 1024;
/** A message costs time however short it is. */
const LEAST = 1_024;

/** Keeps one host from taking the time of all: whoever sends more is read more slowly, and loses nothing. */
export class Budget {
  readonly #now: () => number;
  #left = BURST;
  #at: number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#at = now();
  }

  /** Counts a message, and answers for how many milliseconds no further one is to be read. */
  take(bytes: number): number {
    const now = this.#now();
    this.#left = Math.min(BURST, this.#left + ((now - this.#at) / 1_000) * PER_SECOND) - Math.max(bytes, LEAST);
    this.#at = now;
    return this.#left >= 0 ? 0 : Math.ceil((-this.#left / PER_SECOND) * 1_000);
  }
}
