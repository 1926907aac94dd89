import { isDeepStrictEqual } from 'node:util';
import type { Prior } from '@rolecall/resources';
import type { BoundCatalog } from '../../../packages/agent/src/catalog/bind.ts';

/** By `KIND:KEY`: `gone`, or what was found instead. */
export type Removed = Readonly<Record<string, string>>;

const nameOf = ({ resource }: BoundCatalog['resources'][number]): string => `${resource.kind}:${resource.key}`;

/** Takes the resources away, the last first, and looks what is there then. */
export async function removeAll({ resources }: BoundCatalog): Promise<Removed> {
  const removed: [string, string][] = [];
  for (const bound of resources.toReversed()) {
    const { provider, host, params } = bound;
    await provider.remove(host, params);
    const [found] = await provider.read(host, [params]);
    const isGone = found?.is === 'absent' || (found?.is === 'present' && provider.gone?.(found.state) === true);
    removed.push([nameOf(bound), isGone ? 'gone' : JSON.stringify(found)]);
  }
  return Object.fromEntries(removed);
}

/** What stood where the resources are, kept over whatever `work` does to them, and brought back: what is not as it was then. */
export async function andBack({ resources }: BoundCatalog, work: () => Promise<unknown>): Promise<readonly string[]> {
  const look = () =>
    Promise.all(resources.map(({ provider, host, params }) => provider.capture?.(host, params) as Promise<Prior>));
  const before = await look();
  await work();
  for (const [index, { provider, host, params }] of [...resources.entries()].toReversed()) {
    await provider.restore?.(host, params, before[index] ?? {});
  }
  const after = await look();
  return resources.filter((_, index) => !isDeepStrictEqual(before[index], after[index])).map(nameOf);
}
