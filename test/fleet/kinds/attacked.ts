import type { BoundCatalog } from '../../../packages/agent/src/catalog/bind.ts';
import { codeOf, messageOf } from '../../../packages/agent/src/error.ts';

/** How often it ended how: `done`, or the code of the error. */
export type Counts = Readonly<Record<string, number>>;

/** Settles resources again and again without a pause, whatever is there: captures, reads, writes, brings back, and takes away. */
export async function repeat({ resources }: BoundCatalog, rounds: number): Promise<Counts> {
  const counts: Record<string, number> = {};
  for (let round = 0; round < rounds; round++) {
    for (const bound of resources) {
      for (const act of [write, restore, remove]) {
        const outcome = await act(bound).then(
          (word) => word,
          (thrown: unknown) => codeOf(thrown) ?? messageOf(thrown),
        );
        counts[outcome] = (counts[outcome] ?? 0) + 1;
      }
    }
  }
  return counts;
}

type One = BoundCatalog['resources'][number];

async function write({ provider, host, params }: One): Promise<string> {
  const [found] = await provider.read(host, [params]);
  if (found === undefined || found.is === 'unknown') return 'unknown';
  await provider.write(host, [{ params, found }]);
  return 'done';
}

async function restore({ provider, host, params }: One): Promise<string> {
  const prior = await provider.capture?.(host, params);
  if (prior !== undefined) await provider.restore?.(host, params, prior);
  return 'done';
}

async function remove({ provider, host, params }: One): Promise<string> {
  await provider.remove(host, params);
  return 'done';
}
