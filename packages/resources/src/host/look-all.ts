import { createHash } from 'node:crypto';
import type { Host, Looked } from '../contract/host.ts';
import { inSmallGroups, reasonOf } from './read-each.ts';
import { MAX_FILE_BYTES } from './regular-file.ts';

/** Looks at many paths, in the quickest way that the host knows; what cannot be looked at is `unknown`, and hides no other. */
export const lookAll = async (
  host: Host,
  paths: readonly string[],
  options: { readonly digests: boolean },
): Promise<readonly Looked[]> =>
  host.lookAll === undefined
    ? inSmallGroups(paths, (path) => lookAtOne(host, path, options.digests))
    : host.lookAll(paths, options);

async function lookAtOne(host: Host, path: string, digests: boolean): Promise<Looked> {
  try {
    const entry = await host.stat(path);
    if (entry === undefined) return { is: 'absent' };
    if (!digests || entry.type !== 'file' || entry.size > MAX_FILE_BYTES) return { is: 'there', entry };
    return { is: 'there', entry, sha256: sha256Of(await host.readFile(path)) };
  } catch (error) {
    return { is: 'unknown', reason: reasonOf(error) };
  }
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
