import { compare } from '../contract/compare.ts';
import type { Host } from '../contract/host.ts';
import type { AnyProvider, Observed } from '../contract/provider.ts';

/** Why a resource was not settled. */
export type Converged =
  | { readonly is: 'settled'; readonly differing: readonly string[] }
  | { readonly is: 'unknown'; readonly reason: string }
  | { readonly is: 'not-as-wanted'; readonly differing: readonly string[] };

type Known = Exclude<Observed<object>, { readonly is: 'unknown' }>;

interface Looked {
  readonly params: unknown;
  readonly found: Known;
  readonly differing: readonly string[];
}

async function look(
  provider: AnyProvider,
  host: Host,
  wanted: readonly unknown[],
): Promise<readonly Looked[] | string> {
  const observed: readonly Observed<object>[] = await provider.read(host, wanted);
  const looked: Looked[] = [];
  for (const [index, found] of observed.entries()) {
    if (found.is === 'unknown') return found.reason;
    const params = wanted[index];
    const differences = compare(provider.want(params), found, { textProperties: provider.textProperties });
    looked.push({ params, found, differing: differences.map(({ property }) => property) });
  }
  return looked;
}

/** The least of an engine: reads, compares, writes what differs, and reads again. */
export async function converge(provider: AnyProvider, host: Host, wanted: readonly unknown[]): Promise<Converged> {
  const before = await look(provider, host, wanted);
  if (typeof before === 'string') return { is: 'unknown', reason: before };
  const changes = before.filter(({ differing }) => differing.length > 0);
  const differing = changes.flatMap((change) => change.differing);
  if (changes.length === 0) return { is: 'settled', differing };
  await provider.write(host, changes);
  const provable = changes.map(({ params }) => params).filter((params) => provider.provable?.(params) ?? true);
  const after = await look(provider, host, provable);
  if (typeof after === 'string') return { is: 'unknown', reason: after };
  const left = after.flatMap((each) => each.differing);
  return left.length > 0 ? { is: 'not-as-wanted', differing: left } : { is: 'settled', differing };
}
