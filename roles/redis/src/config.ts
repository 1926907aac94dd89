import { type Host, Secret } from '@rolecall/roles';
import type { Account, Params } from './params.ts';
import { DATA, MASTER, SENTINEL_USERS, TLS, USERS } from './places.ts';

/** The address of the host first, so that its own name for itself is the one that others reach; loopback for people and probes. */
const bind = (host: Host): string => `${host.address} 127.0.0.1 -::1`;

const line = (name: string, { password, alsoAccept }: Pick<Account, 'password' | 'alsoAccept'>, may: string): string =>
  `user ${name} on >${password}${alsoAccept instanceof Secret ? ` >${alsoAccept}` : ''} ${may}\n`;

/** The default user of a sentinel, in a file of its own: see `users`. */
export const sentinelUsers = (given: Params): string => line('default', given, '~* &* +@all');

/**
 * Who may log in, in a file of its own: Redis would otherwise add a hash of the password to its configuration when it rewrites that,
 * and the old hash would win over a new password.
 */
export const users = (given: Params): string =>
  [sentinelUsers(given), ...given.users.map((user) => line(user.name, user, user.may))].join('');

/** Where it listens: with TLS nobody is answered in clear. */
const listening = ({ tls }: Params, port: number) =>
  tls
    ? {
        port: '0',
        'tls-port': `${port}`,
        'tls-cert-file': TLS.certificate,
        'tls-key-file': TLS.key,
        'tls-ca-cert-file': TLS.authority,
        'tls-auth-clients': 'no',
        'tls-replication': 'yes',
      }
    : { port: `${port}` };

/** What redis.conf starts with. Whom it follows is Redis's own business afterwards: Sentinel changes it. */
export const redisSeed = (primary: string | undefined, { port }: Params): string =>
  [
    '# Some keys of this file belong to Rolecall, the others to Redis, which rewrites it after a failover.',
    'pidfile /run/redis/redis-server.pid',
    'logfile /var/log/redis/redis-server.log',
    `dir ${DATA}`,
    ...(primary === undefined ? [] : [`replicaof ${primary} ${port}`]),
    '',
  ].join('\n');

/** How many replicas must be in step for a write to be taken; a single server asks for none. */
export const leastReplicas = ({ minReplicas }: Params, members: number): number => minReplicas ?? (members > 1 ? 1 : 0);

/** The keys of redis.conf that are owned. Data is always kept on disk: a primary that came back empty would empty its replicas. */
export const redisKeys = (host: Host, members: number, params: Params) => ({
  bind: bind(host),
  'protected-mode': 'yes',
  ...listening(params, params.port),
  'replica-announce-ip': host.address,
  aclfile: USERS,
  masterauth: params.password,
  maxmemory: `${params.maxMemory}`,
  'maxmemory-policy': params.maxMemoryPolicy,
  maxclients: `${params.maxClients}`,
  appendonly: 'yes',
  appendfsync: params.fsync,
  save: params.snapshots,
  'min-replicas-to-write': `${leastReplicas(params, members)}`,
  'min-replicas-max-lag': '10',
  'repl-backlog-size': `${params.backlog}`,
});

/** More than half of the sentinels, unless told. */
export const quorumOf = ({ sentinel }: Params, members: number): number =>
  sentinel.quorum ?? Math.floor(members / 2) + 1;

/** What sentinel.conf starts with. The primary is Sentinel's own business afterwards. */
export const sentinelSeed = (primary: string, members: number, params: Params): string =>
  [
    '# Some keys of this file belong to Rolecall, the others to Sentinel, which rewrites it all the time.',
    'pidfile /run/sentinel/redis-sentinel.pid',
    'logfile /var/log/redis/redis-sentinel.log',
    `dir ${DATA}`,
    `sentinel monitor ${MASTER} ${primary} ${params.port} ${quorumOf(params, members)}`,
    '',
  ].join('\n');

/** The keys of sentinel.conf that are owned. */
export const sentinelKeys = (host: Host, params: Params) => ({
  bind: bind(host),
  'protected-mode': 'no',
  ...listening(params, params.sentinel.port),
  aclfile: SENTINEL_USERS,
  'sentinel announce-ip': host.address,
  'sentinel sentinel-pass': params.password,
  [`sentinel auth-pass ${MASTER}`]: params.password,
  [`sentinel down-after-milliseconds ${MASTER}`]: `${params.sentinel.downAfterMs}`,
  [`sentinel failover-timeout ${MASTER}`]: `${params.sentinel.failoverTimeoutMs}`,
});

/** So many files Redis keeps open beside its clients' connections (its own figure), and what Debian's unit allows. */
const OWN_FILES = 32;
const DEBIANS_LIMIT = 65_535;

/** Debian's units give up after five quick starts; at boot the address that is bound may come a little later than that. */
export const patientUnit = (maxClients?: number): string => `[Unit]
StartLimitIntervalSec=300
StartLimitBurst=200

[Service]
RestartSec=1
${maxClients === undefined ? '' : `LimitNOFILE=${Math.max(DEBIANS_LIMIT, maxClients + OWN_FILES)}\n`}`;

/** What the program on a member knows of it and of the others, in the words of a shell. No secret: it reads the list of users. */
export const memberSettings = (host: Host, peers: readonly Host[], params: Params): string =>
  [
    `address=${host.address}`,
    `peers='${peers.map(({ address }) => address).join(' ')}'`,
    `port=${params.port}`,
    `sentinel_port=${params.sentinel.port}`,
    `quorum=${quorumOf(params, peers.length)}`,
    `keep=${params.backups.keep}`,
    `tls='${params.tls ? `--tls --cacert ${TLS.authority}` : ''}'`,
    '',
  ].join('\n');
