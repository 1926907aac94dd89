import { join } from 'node:path';
import { artifact } from '../../artifacts/artifact.ts';
import type { CommandResult } from '../../lab/machine/command.ts';
import { type ChangedSite, changedSite } from './changed-site.ts';
import { addArtifacts, applySite } from './commands.ts';
import { type Fleet, out, startFleet } from './fleet.ts';

/** The example, with real etcd to be fetched from the controller. */
const EXAMPLE = join(import.meta.dirname, '../../../examples/etcd/site.ts');
export const HOSTS = ['kv-1', 'kv-2', 'kv-3'] as const;

export interface EtcdFleet {
  readonly fleet: Fleet;
  /** The example with the checksum of the real release, and with other words in it. */
  site(...changes: readonly (readonly [from: string, to: string])[]): ChangedSite;
  /** Applies a site; an error shows all that was printed. */
  apply(site: string, ...words: readonly string[]): Promise<CommandResult>;
  /** What etcdctl says on a host, with the certificate of its command line. */
  etcdctl(host: string, ...words: readonly string[]): Promise<string>;
  /** Whether the member on a host leads. */
  leads(host: string): Promise<boolean>;
}

export async function startEtcdFleet(hosts: readonly string[] = HOSTS): Promise<EtcdFleet> {
  const release = await artifact('etcd');
  const fleet = await startFleet({ hosts });
  await addArtifacts(fleet, release.path);
  return {
    fleet,
    site: (...changes) => changedSite(EXAMPLE, ['0'.repeat(64), release.sha256], ...changes),
    apply: (site, ...words) => applySite(fleet, site, ...words),
    etcdctl: (host, ...words) =>
      out(
        fleet.host(host),
        ...['etcdctl', '--endpoints=https://127.0.0.1:2379', '--cacert=/etc/etcd/tls/ca.crt'],
        ...['--cert=/etc/etcd/tls/client.crt', '--key=/etc/etcd/tls/client.key', ...words],
      ),
    leads: async (host) =>
      (await fleet.host(host).exec(['/usr/local/lib/rolecall/etcd-member', 'follows'])).exitCode !== 0,
  };
}

/** Names of all members that vote, as one of them says. */
export const voters = async (etcd: EtcdFleet, host: string): Promise<readonly string[]> =>
  (await etcd.etcdctl(host, 'member', 'list'))
    .trim()
    .split('\n')
    .map((line) => line.split(', '))
    .flatMap(([, state, name = '', , , learner]) => (state === 'started' && learner === 'false' ? [name] : []))
    .sort();
