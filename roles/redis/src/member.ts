import {
  assert,
  certificate,
  type Declared,
  directory,
  file,
  type Host,
  service,
  servicesAuthority,
  sysctl,
  timer,
  unit,
} from '@rolecall/roles';
import {
  memberSettings,
  patientUnit,
  redisKeys,
  redisSeed,
  sentinelKeys,
  sentinelSeed,
  sentinelUsers,
  users,
} from './config.ts';
import { MEMBER_PROGRAM } from './member-program.ts';
import type { Params } from './params.ts';
import {
  ACCOUNT,
  BACKUPS,
  CONFIG,
  FOLDER,
  MEMBER,
  MEMBER_SETTINGS,
  SENTINEL_CONFIG,
  SENTINEL_USERS,
  TLS,
  USERS,
} from './places.ts';

const HOUR_MS = 3_600_000;
/** As Debian's packages leave their own: Redis and Sentinel rewrite these files themselves. */
const OWNED_BY_REDIS = { owner: ACCOUNT, group: ACCOUNT, mode: 0o640 } as const;

/** The words of one of the tasks of the program on a member. */
export const task = (...words: readonly [string, ...string[]]): readonly string[] => [MEMBER, ...words];

/** The program that a member is asked and handed over by, with what it must know. */
export const memberProgram = (host: Host, peers: readonly Host[], given: Params): readonly Declared[] => [
  directory(FOLDER),
  file(MEMBER_SETTINGS, { content: memberSettings(host, peers, given) }),
  file(MEMBER, { content: MEMBER_PROGRAM, mode: 0o755 }),
];

/** What a member shows to clients and to other members. Files and certificates, of which servers read nothing anew but at a start. */
export function shown(host: Host, { tls }: Params): readonly Declared[] {
  if (!tls) return [];
  return [
    file(TLS.authority, { content: servicesAuthority }),
    certificate(TLS.certificate, {
      keyPath: TLS.key,
      names: [host.name, host.address, 'localhost', '127.0.0.1'],
      usages: ['server', 'client'],
      from: 'controller',
      group: ACCOUNT,
      keyMode: 0o640,
    }),
  ];
}

/** The folder of what is shown. */
export const shownIn = ({ tls }: Params): readonly Declared[] => (tls ? [directory(TLS.folder)] : []);

interface Member {
  readonly host: Host;
  /** How many members there are. */
  readonly members: number;
  readonly given: Params;
  /** What it is restarted for beside its own files. */
  readonly shown: readonly Declared[];
}

/** A server that follows nobody where `primary` is left out. Configured, only then started. */
export function server(
  { host, members, given, shown }: Member,
  { primary }: { readonly primary: string | undefined },
): readonly Declared[] {
  const acl = file(USERS, { content: users(given), ...OWNED_BY_REDIS });
  const conf = file(CONFIG, {
    seed: redisSeed(primary, given),
    keys: redisKeys(host, members, given),
    format: 'redis',
    ...OWNED_BY_REDIS,
  });
  return [
    unit('redis-server.service', { dropIn: 'rolecall', content: patientUnit(given.maxClients) }),
    acl,
    conf,
    service('redis-server', { enabled: true, running: true, restartOn: [acl, conf, ...shown] }),
  ];
}

/** The sentinel beside it. */
export function sentinel(
  { host, members, given, shown }: Member,
  { primary }: { readonly primary: string },
): readonly Declared[] {
  const acl = file(SENTINEL_USERS, { content: sentinelUsers(given), ...OWNED_BY_REDIS });
  const conf = file(SENTINEL_CONFIG, {
    seed: sentinelSeed(primary, members, given),
    keys: sentinelKeys(host, given),
    format: 'redis',
    ...OWNED_BY_REDIS,
  });
  return [
    unit('redis-sentinel.service', { dropIn: 'rolecall', content: patientUnit() }),
    acl,
    conf,
    service('redis-sentinel', { enabled: true, running: true, restartOn: [acl, conf, ...shown] }),
  ];
}

/** So many connections may wait, as Redis's `tcp-backlog` asks for unless told. */
const BACKLOG = 511;

/** What Redis asks of the kernel; transparent huge pages it turns off for itself. */
export const kernel = (): readonly Declared[] => [
  // Without it a fork for a snapshot fails where less than the data's size is free.
  sysctl('vm.overcommit_memory', { value: '1' }),
  assert('the kernel lets as many connections wait as Redis asks for', {
    command: ['sh', '-c', `[ "$(cat /proc/sys/net/core/somaxconn 2>/dev/null || echo ${BACKLOG})" -ge ${BACKLOG} ]`],
    hint: `Set net.core.somaxconn to ${BACKLOG} or more: services that open many connections at once are refused otherwise.`,
  }),
];

/** Copies of the data, each read through before it counts. */
export const backups = ({ backups: { calendar } }: Params): readonly Declared[] => [
  directory(BACKUPS, { mode: 0o700 }),
  timer('redis-backup', { argv: task('backup'), calendar, spreadMs: HOUR_MS, timeoutMs: HOUR_MS }),
];
