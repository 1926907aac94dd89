import { base } from '@rolecall/base';
import { defineSite, type HostInput, label, type Site } from '@rolecall/roles';
import { timeSync } from '@rolecall/time-sync';
import { databases, SAMPLES } from './databases.ts';
import { adminHost, assetHost, cassandraDisk, kubernetes, minioDisk, restund } from './roles.ts';
import { PRODUCTION, SERVERS } from './sizes.ts';

/** What is different from one installation to the next. */
export interface Installation {
  readonly name: string;
  /** The domain that the services' names are in. */
  readonly domain: string;
  /** Where those names lead: the load balancer before Kubernetes. */
  readonly front: string;
  /** How many machines relay calls: two, or three on as many servers. */
  readonly relays: 2 | 3;
  /** Who tells the time; nobody in an installation without a way out, where the first host of Cassandra does. */
  readonly time: readonly string[];
  /** Who works on the machines. */
  readonly admins: readonly { readonly name: string; readonly keys: readonly string[] }[];
}

/** All machines carry the first label. */
const machine = (name: string, tier: string, server: number): [string, HostInput] => [
  name,
  { labels: { installation: 'wire', tier, server: `server-${server}` } },
];

/** One machine of a kind on each of the servers: `cassandra-1` on `server-1`, and so on. */
const onServers = (tier: string, count: number): [string, HostInput][] =>
  Array.from({ length: count }, (_, i) => machine(`${tier}-${i + 1}`, tier, i + 1));

const hostsOf = (relays: number): Readonly<Record<string, HostInput>> =>
  Object.fromEntries([
    ...['cassandra', 'minio', 'elasticsearch', 'kubernetes'].flatMap((tier) => onServers(tier, 3)),
    ...onServers('restund', relays),
    machine('admin', 'admin', 1),
    machine('assets', 'assets', 1),
  ]);

/** Databases are upgraded in the order of their clusters, never by themselves. */
const IN_ORDER = ['redis-', 'openjdk-', 'podman'];

/** An installation of Wire with all that it stands on, as one site: 16 machines with two relays, 17 with three. */
export const wire = ({ name, domain, front, relays, time: servers, admins }: Installation): Site =>
  defineSite({
    name,
    mode: 'production',
    sizes: PRODUCTION,
    servers: SERVERS,
    os: ['ubuntu 22.04', 'ubuntu 24.04'],
    clockSpread: '1s',
    network: {
      // Where kubespray puts pods, services and the resolver on each node.
      reserved: { services: '10.233.0.0/18', pods: '10.233.64.0/18' },
      avoid: ['10.0.0.0/8'],
      free: ['169.254.25.10'],
    },
    names: Object.fromEntries(
      ['nginz-https', 'nginz-ssl', 'webapp', 'assets', 'account', 'teams', 'sftd'].map((service) => [
        `${service}.${domain}`,
        { addresses: [front], from: ['kubernetes', 'admin-host'] },
      ]),
    ),
    certificates: {
      front: {
        chain: 'tls/chain',
        key: 'tls/key',
        names: [`nginz-https.${domain}`, `webapp.${domain}`, `sftd.${domain}`],
      },
    },
    hosts: hostsOf(relays),
    use: (context) => {
      const { secret } = context;
      const all = label('installation', 'wire');
      const time = timeSync.on(all, { servers, source: 'cassandra-1' });
      const common = base.on(all, { admins, upgrades: { except: IN_ORDER } }, { after: [time] });
      const assets = assetHost.on(['assets'], {}, { after: [common] });
      const after = [assets];
      adminHost.on(['admin'], {}, { after });
      cassandraDisk.on(label('tier', 'cassandra'), {}, { after });
      minioDisk.on(label('tier', 'minio'), {}, { after });
      const kept = databases(
        context,
        {
          cassandra: label('tier', 'cassandra'),
          elasticsearch: label('tier', 'elasticsearch'),
          minio: label('tier', 'minio'),
          redis: label('tier', 'kubernetes'),
          etcd: label('tier', 'kubernetes'),
          operator: ['admin'],
        },
        { name, copies: 3, onSystemDisk: false, after },
      );
      const relayed = restund.on(label('tier', 'restund'), {}, { after });
      // Its services look for every database when they start, with its schemas and indexes, and are told the addresses of the relays.
      kubernetes.on(label('tier', 'kubernetes'), {}, { after: [...kept, relayed] });
      for (const given of ['zauth/private', 'zauth/public', 'tls/chain', 'tls/key', 'smtp/password'])
        secret(given, { samples: SAMPLES });
      secret('turn/secret', { minLength: 32, samples: SAMPLES });
    },
  });
