import type { Host } from './context.ts';

/** What one host answered to an observation: a value as `parse` made it, or that there is none. */
export type Answered<T> =
  | { readonly is: 'value'; readonly value: T }
  | { readonly is: 'absent' | 'unknown'; readonly reason: string };

/** What each member answered to one observation, by host name. */
export type Answers<T> = { readonly [host: string]: Answered<T> };

const valuesOf = <T>(answers: Answers<T>): readonly T[] =>
  Object.values(answers).flatMap((answer) => (answer.is === 'value' ? [answer.value] : []));

/** The value that more than half of those that answered agree on; nothing where none did or no value has that many. */
export function agreed<T>(answers: Answers<T>): T | undefined {
  const values = valuesOf(answers);
  const votes = Map.groupBy(values, (value) => JSON.stringify(value));
  return [...votes.values()].find((same) => same.length * 2 > values.length)?.[0];
}

/** Whether any member answered at all. */
export const anyAnswered = <T>(answers: Answers<T>): boolean => valuesOf(answers).length > 0;

/** The member that founds a cluster which never was: the one whose name sorts first. */
export function founder(peers: readonly Host[]): Host {
  const [first] = peers.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (first === undefined) throw new RangeError('a cluster without members has no founder');
  return first;
}

/** The same hosts with one of them last: replicas before their primary. */
export const replicasFirst = (instances: readonly string[], primary: string): readonly string[] => [
  ...instances.filter((name) => name !== primary),
  ...instances.filter((name) => name === primary),
];
