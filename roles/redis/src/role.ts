import { ask, type Declared, defineRole, file, type Host, pkg, service, sysctl, unit } from '@rolecall/roles';
import {
  EXPORTER_PASSWORDS,
  exporterDefaults,
  exporterPasswords,
  PATIENT_UNIT,
  redisKeys,
  redisSeed,
  SENTINEL_USERS,
  sentinelKeys,
  sentinelSeed,
  USERS,
  users,
} from './config.ts';
import { type Params, params } from './params.ts';
import { stepDown, stepDownProgram } from './step-down.ts';
import { decide, follows, linked, MASTER, order, primaryAddress } from './topology.ts';

const EXPORTER = 'prometheus-redis-exporter';
const EXPORTER_PORT = 9121;
/** As Debian's packages leave their own: Redis and Sentinel rewrite these files themselves. */
const OWNED_BY_REDIS = { owner: 'redis', group: 'redis', mode: 0o640 } as const;

/** Installed, configured, only then started. */
function server(host: Host, primary: string | undefined, given: Params): readonly Declared[] {
  const acl = file(USERS, { content: users(given), ...OWNED_BY_REDIS });
  const conf = file('/etc/redis/redis.conf', {
    seed: redisSeed(primary, given),
    keys: redisKeys(host, given),
    format: 'redis',
    ...OWNED_BY_REDIS,
  });
  return [
    unit('redis-server.service', { dropIn: 'rolecall', content: PATIENT_UNIT }),
    acl,
    conf,
    service('redis-server', { enabled: true, running: true, restartOn: [acl, conf] }),
  ];
}

function sentinel(host: Host, primary: string, members: number, given: Params): readonly Declared[] {
  const acl = file(SENTINEL_USERS, { content: users(given), ...OWNED_BY_REDIS });
  const conf = file('/etc/redis/sentinel.conf', {
    seed: sentinelSeed(primary, members, given),
    keys: sentinelKeys(host, given),
    format: 'redis',
    ...OWNED_BY_REDIS,
  });
  return [
    unit('redis-sentinel.service', { dropIn: 'rolecall', content: PATIENT_UNIT }),
    acl,
    conf,
    service('redis-sentinel', { enabled: true, running: true, restartOn: [acl, conf] }),
  ];
}

function exporter(given: Params): readonly Declared[] {
  const settings = file('/etc/default/prometheus-redis-exporter', { content: exporterDefaults(given) });
  const passwords = file(EXPORTER_PASSWORDS, {
    content: exporterPasswords(given),
    owner: 'root',
    group: 'prometheus',
    mode: 0o640,
  });
  return [settings, passwords, service(EXPORTER, { enabled: true, running: true, restartOn: [settings, passwords] })];
}

/** A replicated Redis with a sentinel beside each server, from Debian's packages. */
export const redis = defineRole({
  name: 'redis',
  params,
  needs: {
    cpus: 1,
    memory: '512MiB',
    disk: { path: '/var/lib/redis', size: '2GiB' },
    listens: [
      { name: 'redis', port: 6379, param: 'port', unit: 'redis-server.service', from: ['members'] },
      { name: 'sentinel', port: 26379, param: 'sentinel.port', unit: 'redis-sentinel.service', from: ['members'] },
    ],
  },
  cluster: { sizes: [1, 3, 5], apartBy: 'server', maxUnavailable: 1 },
  observe: {
    primary: ({ params }) =>
      ask.redis(['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', MASTER], {
        port: params.sentinel.port,
        password: params.password,
        parse: primaryAddress,
      }),
  },
  decide,
  order,
  drain: ({ params, host, peers, record, decided }) =>
    record?.formed === true && peers.length > 1 && host.address === decided.primary ? [stepDown(host, params)] : [],
  resources: ({ params, host, peers, record, decided }) => {
    const leader = follows(host, { peers, record, decided });
    return [
      pkg('redis-server', { start: false }),
      pkg('redis-sentinel', { start: false }),
      ...(params.metrics ? [pkg(EXPORTER, { start: false })] : []),
      // Without it a fork for a snapshot fails where less than the data's size is free.
      sysctl('vm.overcommit_memory', { value: '1' }),
      ...stepDownProgram(),
      ...server(host, leader, params),
      ...sentinel(host, leader ?? host.address, peers.length, params),
      ...(params.metrics ? exporter(params) : []),
    ];
  },
  probe: ({ params }) => ask.tcp(params.port),
  clusterProbe: ({ params, peers, record, decided }) =>
    ask.redis(['INFO', 'replication'], {
      port: params.port,
      password: params.password,
      until: (info) => linked(info, { peers, record, decided }),
    }),
  outputs: ({ params, host }) => ({
    address: host.address,
    port: params.port,
    metrics: params.metrics ? { job: 'redis', address: host.address, port: EXPORTER_PORT } : null,
  }),
  clusterOutputs: ({ params, peers, decided }) => ({
    /** The primary when this was worked out; clients that must follow a failover ask the sentinels. */
    address: decided.primary,
    port: params.port,
    primaryName: MASTER,
    sentinels: peers.map(({ address }) => ({ address, port: params.sentinel.port })),
  }),
});
