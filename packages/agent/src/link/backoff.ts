/** First step of the wait between tries, and the longest one. A fleet is back within a minute after its controller is. */
const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;
/** A link that was up this long was a good one: the next loss starts from the beginning. */
export const GOOD_AFTER_MS = 60_000;

/**
 * How long to wait before the next try: after a good link some time within the spread that the controller asked for, then "full jitter"
 * (random up to a bound that doubles), so that a fleet never comes back all at once.
 */
export function waitBefore(failures: number, spreadMs: number, random: () => number): number {
  if (failures === 0) return random() * spreadMs;
  return random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
}

/** A period of its own for every agent and every beat: 20 % more or less. */
export const jittered = (periodMs: number, random: () => number): number => periodMs * (0.8 + 0.4 * random());
