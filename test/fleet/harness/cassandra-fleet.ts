import { join } from 'node:path';
import { artifact } from '../../artifacts/artifact.ts';
import type { CommandResult } from '../../lab/machine/command.ts';
import { type ChangedSite, changedSite } from './changed-site.ts';
import { addArtifacts, applySite } from './commands.ts';
import { type Fleet, out, startFleet } from './fleet.ts';

/** The example, with real Cassandra to be fetched from the controller. */
const EXAMPLE = join(import.meta.dirname, '../../../examples/cassandra/site.ts');
export const HOSTS = ['db-1', 'db-2', 'db-3'] as const;

/** Small, and without the pauses in which Cassandra waits for a large ring to hear of something. */
const SMALL = `heap: '320MiB', jvm: [${[
  '-Dcassandra.ring_delay_ms=3000',
  '-Dcassandra.skip_wait_for_gossip_to_settle=0',
  '-Dcassandra.superuser_setup_delay_ms=1000',
  '-XX:TieredStopAtLevel=1',
  '-XX:-AlwaysPreTouch',
  '-XX:+UseSerialGC',
  '-XX:-UseG1GC',
]
  .map((option) => `'${option}'`)
  .join(', ')}],`;

const VERSIONS = { '4.1': '4.1.10', '5.0': '5.0.9' } as const;
export type Version = keyof typeof VERSIONS;

export interface CassandraFleet {
  readonly fleet: Fleet;
  /** The example with small members of the fleet's version, and with other words in it. */
  site(...changes: readonly (readonly [from: string, to: string])[]): ChangedSite;
  /** The same with members of another version, which the controller then has. */
  siteOf(version: Version, ...changes: readonly (readonly [from: string, to: string])[]): Promise<ChangedSite>;
  /** Applies a site; an error shows all that was printed. */
  apply(site: string, ...words: readonly string[]): Promise<CommandResult>;
  /** What a member says of all, as `STATE ADDRESS`, sorted. */
  ring(host: string): Promise<readonly string[]>;
}

export async function startCassandraFleet(version: Version): Promise<CassandraFleet> {
  const fleet = await startFleet({ hosts: HOSTS, cachedPackages: ['openjdk-17-jre-headless'] });
  const sums = new Map<Version, string>();
  const siteOf: CassandraFleet['siteOf'] = async (wanted, ...changes) => {
    const { path, sha256 } = await artifact(`cassandra-${wanted}`);
    if (!sums.has(wanted)) {
      await addArtifacts(fleet, path);
      sums.set(wanted, sha256);
    }
    return here(wanted, sha256, changes);
  };
  (await siteOf(version))[Symbol.dispose]();
  return {
    fleet,
    siteOf,
    site: (...changes) => here(version, sums.get(version) ?? '', changes),
    apply: (site, ...words) => applySite(fleet, site, ...words),
    ring: async (host) =>
      (await out(fleet.host(host), 'nodetool', 'status'))
        .split('\n')
        .flatMap((line) => /^([UD][NJLM]) +(\S+)/.exec(line)?.slice(1, 3).join(' ') ?? [])
        .sort(),
  };
}

const here = (version: Version, sha256: string, changes: readonly (readonly [string, string])[]): ChangedSite =>
  changedSite(EXAMPLE, ['0'.repeat(64), sha256], ['5.0.9', VERSIONS[version]], ...changes, ["heap: '2GiB',", SMALL]);
