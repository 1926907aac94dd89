import { join } from 'node:path';
import { artifact } from '../../artifacts/artifact.ts';
import type { CommandResult } from '../../lab/machine/command.ts';
import { type ChangedSite, changedSite } from './changed-site.ts';
import { addArtifacts, applySite } from './commands.ts';
import { type Fleet, out, startFleet } from './fleet.ts';

/** The example, with the real programs to be fetched from the controller. */
const EXAMPLE = join(import.meta.dirname, '../../../examples/minio/site.ts');
export const HOSTS = ['m-1', 'm-2', 'm-3'] as const;

export interface MinioFleet {
  readonly fleet: Fleet;
  /** The file of the server, and its checksum. */
  readonly server: { readonly path: string; readonly sha256: string };
  /** The example with the checksums of the real programs, and with other words in it. */
  site(...changes: readonly (readonly [from: string, to: string])[]): ChangedSite;
  /** Applies a site; an error shows all that was printed. */
  apply(site: string, ...words: readonly string[]): Promise<CommandResult>;
  /** What mc says on a host, with all rights. */
  mc(host: string, ...words: readonly string[]): Promise<string>;
}

export async function startMinioFleet(): Promise<MinioFleet> {
  const [server, client] = [await artifact('minio'), await artifact('mc')];
  const fleet = await startFleet({ hosts: HOSTS });
  await addArtifacts(fleet, server.path, client.path);
  return {
    fleet,
    server,
    site: (...changes) =>
      changedSite(EXAMPLE, ...changes, ['0'.repeat(64), server.sha256], ['1'.repeat(64), client.sha256]),
    apply: (site, ...words) => applySite(fleet, site, ...words),
    mc: (host, ...words) => out(fleet.host(host), 'mc', '--config-dir', '/etc/minio/mc', '--json', ...words),
  };
}
