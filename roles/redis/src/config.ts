import { type Host, Secret } from '@rolecall/roles';
import type { Params } from './params.ts';
import { MASTER } from './topology.ts';

export const USERS = '/etc/redis/users.acl';
export const SENTINEL_USERS = '/etc/redis/sentinel-users.acl';
export const EXPORTER_PASSWORDS = '/etc/prometheus-redis-exporter.json';

/** The address of the host first, so that its own name for itself is the one that others reach; loopback for people and probes. */
const bind = (host: Host): string => `${host.address} 127.0.0.1 -::1`;

/**
 * The default user, in a file of its own: Redis would otherwise add a hash of the password to its configuration when it rewrites
 * that, and the old hash would win over a new password.
 */
export const users = ({ password, alsoAccept }: Params): string =>
  `user default on >${password}${alsoAccept instanceof Secret ? ` >${alsoAccept}` : ''} ~* &* +@all\n`;

/** What redis.conf starts with. Whom it follows is Redis's own business afterwards: Sentinel changes it. */
export const redisSeed = (primary: string | undefined, { port }: Params): string =>
  [
    '# Some keys of this file belong to Rolecall, the others to Redis, which rewrites it after a failover.',
    'pidfile /run/redis/redis-server.pid',
    'logfile /var/log/redis/redis-server.log',
    'dir /var/lib/redis',
    ...(primary === undefined ? [] : [`replicaof ${primary} ${port}`]),
    '',
  ].join('\n');

/** The keys of redis.conf that are owned. Data is kept on disk: a primary that came back empty would empty its replicas. */
export const redisKeys = (host: Host, params: Params) => ({
  bind: bind(host),
  'protected-mode': 'yes',
  port: `${params.port}`,
  'replica-announce-ip': host.address,
  aclfile: USERS,
  masterauth: params.password,
  maxmemory: `${params.maxMemory}`,
  'maxmemory-policy': params.maxMemoryPolicy,
  appendonly: 'yes',
});

/** What sentinel.conf starts with. The primary is Sentinel's own business afterwards. */
export function sentinelSeed(primary: string, members: number, { port, sentinel }: Params): string {
  const quorum = sentinel.quorum ?? Math.floor(members / 2) + 1;
  return [
    '# Some keys of this file belong to Rolecall, the others to Sentinel, which rewrites it all the time.',
    'pidfile /run/sentinel/redis-sentinel.pid',
    'logfile /var/log/redis/redis-sentinel.log',
    'dir /var/lib/redis',
    `sentinel monitor ${MASTER} ${primary} ${port} ${quorum}`,
    '',
  ].join('\n');
}

/** The keys of sentinel.conf that are owned. */
export const sentinelKeys = (host: Host, { password, sentinel }: Params) => ({
  bind: bind(host),
  'protected-mode': 'no',
  port: `${sentinel.port}`,
  aclfile: SENTINEL_USERS,
  'sentinel announce-ip': host.address,
  'sentinel sentinel-pass': password,
  [`sentinel auth-pass ${MASTER}`]: password,
  [`sentinel down-after-milliseconds ${MASTER}`]: `${sentinel.downAfterMs}`,
  [`sentinel failover-timeout ${MASTER}`]: `${sentinel.failoverTimeoutMs}`,
});

/** Debian's units give up after five quick starts; at boot the address that is bound may come a little later than that. */
export const PATIENT_UNIT = `[Unit]
StartLimitIntervalSec=300
StartLimitBurst=200

[Service]
RestartSec=1
`;

/** The exporter's settings; the password stands in a file that only it reads, not in its environment. */
export const exporterDefaults = ({ port }: Params): string =>
  `REDIS_ADDR=redis://127.0.0.1:${port}\nREDIS_PASSWORD_FILE=${EXPORTER_PASSWORDS}\nARGS=""\n`;

export const exporterPasswords = ({ port, password }: Params): string =>
  `{"redis://127.0.0.1:${port}":"${password}"}\n`;
