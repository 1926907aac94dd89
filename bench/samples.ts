/** Several measurements of one thing. */
export interface Samples {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly count: number;
}

/** Median and spread; throws where nothing was measured. */
export function samplesOf(values: readonly number[]): Samples {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max, middle] = [sorted[0], sorted.at(-1), sorted[Math.floor((sorted.length - 1) / 2)]];
  const next = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (min === undefined || max === undefined || middle === undefined || next === undefined)
    throw new Error('nothing was measured');
  return { median: (middle + next) / 2, min, max, count: sorted.length };
}

/** `MEDIAN ms (MIN to MAX, N runs)`. */
export const showMs = ({ median, min, max, count }: Samples): string =>
  `${median.toFixed(0)} ms (${min.toFixed(0)} to ${max.toFixed(0)}, ${count} runs)`;
