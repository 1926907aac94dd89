import { readAll } from '../engine/batch-reader.ts';
import { type Bound, idOf } from '../engine/bound.ts';

/** Those of kinds that leave something of which it is known that they are there, or that they are not. */
export async function thoseThat(are: 'present' | 'absent', resources: readonly Bound[]): Promise<readonly Bound[]> {
  const leaving = resources.filter(({ provider }) => provider.leavesNothing !== true && provider.action !== 'run');
  const kinds = [...Map.groupBy(leaving, ({ provider }) => provider).values()];
  const seen = await Promise.all(kinds.map((ofOneKind) => readAll(ofOneKind)));
  return seen.flatMap((observed) => [...observed]).flatMap(([bound, { is }]) => (is === are ? [bound] : []));
}

/** Ids of what is not there. Of what cannot be read nobody knows that it is not. */
export async function absentNow(resources: readonly Bound[]): Promise<Readonly<Record<string, true>>> {
  const absent = await thoseThat('absent', resources);
  return Object.fromEntries(absent.map((bound) => [idOf(bound), true as const]));
}
