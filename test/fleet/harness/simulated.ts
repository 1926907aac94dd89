import { succeed } from './commands.ts';
import type { Fleet } from './fleet.ts';

/** What a copy of one host showed. */
export interface Simulated {
  readonly files: readonly { readonly path: string; readonly how: string }[];
  readonly packages: readonly { readonly name: string; readonly to: string | null }[];
  readonly unknown: readonly string[];
}

/** What `plan --simulate` says of a host, all its instances together. */
export async function simulated(fleet: Fleet, site: string, host: string): Promise<Simulated> {
  const done = await succeed(fleet, ['plan', site, '--simulate', '--json'], { timeoutMs: 600_000 });
  const { instances } = JSON.parse(done.stdout) as {
    instances: readonly { readonly instance: string; readonly simulated: Simulated | null }[];
  };
  const found = instances.flatMap((one) => (one.instance.endsWith(`@${host}`) ? (one.simulated ?? []) : []));
  return {
    files: found.flatMap(({ files }) => files),
    packages: found.flatMap(({ packages }) => packages),
    unknown: found.flatMap(({ unknown }) => unknown),
  };
}

/** As `effects` writes what really happened. */
export const asEffects = ({ files }: Simulated): readonly string[] =>
  [...new Set(files.map(({ path, how }) => `${how} ${path}`))].sort();
