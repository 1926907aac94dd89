import type { Observed } from '../contract/provider.ts';

/** How many resources of one kind are read at the same time: enough to hide a disk's latency, few enough to stay small. */
const AT_ONCE = 8;

/** Why something could not be read, in the words of what failed. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Reads resources one by one, a few at a time, and answers in their order. What throws is `unknown` with its reason: one
 * unreadable file must not hide what is known of the others.
 */
export async function readEach<Params, State>(
  wanted: readonly Params[],
  read: (params: Params, index: number) => Promise<Observed<State>>,
): Promise<readonly Observed<State>[]> {
  return inSmallGroups(wanted, async (params, index): Promise<Observed<State>> => {
    try {
      return await read(params, index);
    } catch (error) {
      return { is: 'unknown', reason: reasonOf(error) };
    }
  });
}

/** Does something with each of many, a few at a time, and gives the results in their order. */
export async function inSmallGroups<One, Result>(
  many: readonly One[],
  work: (one: One, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < many.length; start += AT_ONCE) {
    const some = many.slice(start, start + AT_ONCE).map((one, i) => work(one, start + i));
    results.push(...(await Promise.all(some)));
  }
  return results;
}

/** Reads resources with one look for all of them; where that look fails, each is `unknown` for the same reason. */
export async function readTogether<Params, State>(
  wanted: readonly Params[],
  read: (wanted: readonly Params[]) => Promise<readonly Observed<State>[]>,
): Promise<readonly Observed<State>[]> {
  try {
    return await read(wanted);
  } catch (error) {
    return wanted.map(() => ({ is: 'unknown', reason: reasonOf(error) }));
  }
}
