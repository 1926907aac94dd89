import type { Json } from '@rolecall/protocol';
import { pointerOf } from './path.ts';

/** What a value holds, by the steps to it: texts, numbers, and maps and lists that are empty. */
function* leaves(
  value: Json | undefined,
  steps: readonly string[] = [],
): Generator<readonly [readonly string[], string]> {
  const isFolder = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  if (!isFolder) {
    yield [steps, JSON.stringify(value) ?? 'nothing'];
    return;
  }
  for (const [step, inner] of Object.entries(value)) yield* leaves(inner as Json, [...steps, step]);
}

const begins = (one: readonly string[], other: readonly string[]): boolean =>
  one.every((step, at) => other[at] === step);

/** What is neither below nor above these steps. */
const others = (value: Json | undefined, own: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    [...leaves(value)]
      .filter(([steps]) => !begins(own, steps) && !begins(steps, own))
      .map(([steps, leaf]) => [pointerOf(steps), leaf]),
  );

/** The first place beside these steps at which two values are not alike. */
export function unlike(one: Json | undefined, other: Json | undefined, own: readonly string[]): string | undefined {
  const [before, after] = [others(one, own), others(other, own)];
  const differing = [...before, ...after].find(([at]) => before.get(at) !== after.get(at));
  return differing?.[0];
}
