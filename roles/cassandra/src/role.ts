import {
  act,
  artifact,
  ask,
  certificate,
  check,
  command,
  type Declared,
  defineRole,
  directory,
  file,
  type Host,
  service,
  servicesAuthority,
  sysctl,
  timer,
  unit,
  user,
} from '@rolecall/roles';
import { readOrigin, readRing, readWhole } from './answers.ts';
import { backup } from './backup.ts';
import { BACKUP_PROGRAM } from './backup-program.ts';
import * as config from './config.ts';
import { CQL_PROGRAM } from './cql-program.ts';
import { exporter } from './metrics.ts';
import { NODE_PROGRAM } from './node-program.ts';
import { nodetoolProgram } from './nodetool-program.ts';
import { type Params, params } from './params.ts';
import * as at from './places.ts';
import { NODETOOL_MS, nodetool, task } from './programs.ts';
import { PROVE_PROGRAM } from './prove-program.ts';
import { rackdc, rackOf } from './racks.ts';
import { decommission, move, replace, upgrade } from './recipes.ts';
import { drill, restore } from './restore.ts';
import { repairSlot } from './slots.ts';
import { type Decision, decide, isUp, isWhole, order, way } from './topology.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** What members show one another, and whom they believe. */
function tls(host: Host, { authority }: Params): readonly Declared[] {
  const signer = authority === undefined ? ({ from: 'controller' } as const) : { authority };
  return [
    directory(`${at.SETTINGS}/tls`),
    file(at.TLS.authority, { content: authority?.certificate ?? servicesAuthority }),
    certificate(at.TLS.certificate, {
      keyPath: at.TLS.key,
      names: [host.name, host.address],
      usages: ['server', 'client'],
      ...signer,
    }),
  ];
}

const release = ({ release: { version, sha256, url, format, strip } }: Params, link = true): Declared =>
  artifact(at.RELEASE, { version, sha256, format, strip, link, ...(url === undefined ? {} : { url }) });

/** Members that others ask who is there; a few, of which one is always up. */
const SEEDS = 3;
function seeds(peers: readonly Host[], given: Params): readonly string[] {
  const names = given.seeds ?? peers.slice(0, SEEDS).map(({ name }) => name);
  return peers.filter(({ name }) => names.includes(name)).map(({ address }) => address);
}

/** What only programs beside the server read. */
const programs = (host: Host, peers: readonly Host[], given: Params): readonly Declared[] => [
  directory(at.PROGRAMS),
  file(at.NODE_SETTINGS, { content: config.nodeSettings(host, peers, given) }),
  file(at.SEEDS, { content: `${seeds(peers, given).join(',')}\n` }),
  file(at.MEMBERSHIP, { content: config.memberText(host, given, rackOf(host, given)) }),
  file(at.LOGIN, { content: `user ${given.user}\npassword ${given.password}\n`, group: at.ACCOUNT, mode: 0o640 }),
  file(at.TOOL_OPTIONS, { content: config.toolOptionsText() }),
  file(at.TOOL_LOGBACK, { content: config.TOOL_LOGBACK_TEXT }),
  file(at.CQL, { content: CQL_PROGRAM, mode: 0o755 }),
  file(at.NODETOOL, { content: nodetoolProgram, mode: 0o755 }),
  file(at.NODE, { content: NODE_PROGRAM, mode: 0o755 }),
  file(at.BACKUP, { content: BACKUP_PROGRAM, mode: 0o755 }),
  file(at.PROVE, { content: PROVE_PROGRAM, mode: 0o755 }),
];

/** Comes in where there is no data, runs, and takes up what needs no restart. */
function running(host: Host, given: Params, decided: Decision, restartOn: readonly Declared[]): readonly Declared[] {
  return [
    command('come into the ring of Cassandra', {
      argv: task('take-part', ...way(host, given, decided)),
      unless: task('may-start'),
      timeoutMs: given.startWithin + 5 * MINUTE_MS,
      onInterrupted: 'rerun',
    }),
    service('cassandra', { enabled: true, running: true, restartOn: [...restartOn] }),
    command('be a member of the ring of Cassandra', {
      argv: task('settle'),
      unless: task('settled'),
      timeoutMs: given.joinWithin + 10 * MINUTE_MS,
      onInterrupted: 'rerun',
    }),
    command('let Cassandra run with the certificates and seeds of now', {
      argv: task('take-up'),
      unless: task('current'),
      onInterrupted: 'rerun',
    }),
  ];
}

function timers(host: Host, peers: readonly Host[], given: Params): readonly Declared[] {
  const snapshots = timer('cassandra-snapshot', {
    argv: task('snapshot'),
    calendar: given.snapshots.calendar,
    spreadMs: HOUR_MS,
    timeoutMs: 6 * HOUR_MS,
    mutex: 'cassandra',
    mutexWaitMs: 24 * HOUR_MS,
  });
  const repair = timer('cassandra-repair', {
    argv: task('repair'),
    calendar: repairSlot(host, peers),
    catchUp: true,
    timeoutMs: 72 * HOUR_MS,
    mutex: 'cassandra',
    mutexWaitMs: 6 * HOUR_MS,
  });
  return [directory(at.SNAPSHOTS, { mode: 0o700 }), snapshots, ...(given.repair === 'weekly' ? [repair] : [])];
}

/** Keyspaces with their copies, as the program on a member reads them. */
const copies = ({ keyspaces, replication }: Params, peers: readonly Host[]): readonly string[] => [
  ...['system_auth', 'system_distributed', 'system_traces'].map(
    (name) => `${name}=${config.copiesOf(replication, peers)}`,
  ),
  ...Object.entries(keyspaces).map(([name, { replication: wanted }]) => `${name}=${wanted}`),
];

/** So many must be up. Hosts that are still to come in do not count while the others are changed, nor those that have left. */
const expected = (peers: readonly Host[], decided: Decision | null): number =>
  decided === null ? peers.length : peers.filter(({ name }) => decided.members.includes(name)).length;

/** Cassandra: a ring of members that hold copies of all rows, with passwords for clients and TLS between members. */
export const cassandra = defineRole({
  name: 'cassandra',
  params,
  needs: {
    cpus: 2,
    memory: '2GiB',
    memoryFor: { param: 'heap', times: 2 },
    disk: { path: at.DATA, size: '10GiB', solid: true },
    swap: 'off',
    listens: [
      { name: 'client', port: 9042, param: 'ports.client', unit: 'cassandra.service', from: ['members'] },
      { name: 'peer', port: 7000, param: 'ports.peer', unit: 'cassandra.service', from: ['members'] },
      { name: 'jmx', port: 7199, param: 'ports.jmx', unit: 'cassandra.service' },
      { name: 'metrics', port: 8081, param: 'metrics.port', optional: true, unit: 'cassandra.service' },
    ],
  },
  cluster: { apartBy: 'server', maxUnavailable: 1, leastInProduction: 3 },
  observe: {
    ring: () => ask.command(nodetool('status'), { timeoutMs: NODETOOL_MS, parse: readRing }),
    origin: () => ask.file(at.MEMBER, { parse: readOrigin }),
    version: () => ask.file(at.VERSION, { parse: ({ content }) => content.trim() }),
  },
  decide,
  order,
  frozen: ({ params: given, host }) => ({
    cluster: given.cluster,
    datacenter: given.datacenter,
    rack: rackOf(host, given),
    tokens: given.tokens,
  }),
  // The archive only: what runs reads from the one that `current` leads to.
  stage: ({ params: given }) => [release(given, false)],
  drain: ({ params: given, peers, record }) =>
    record?.formed === true && peers.length > 1
      ? [
          act.command(task('out', given.release.version), {
            name: 'take the member out of service',
            timeoutMs: given.startWithin + 10 * MINUTE_MS,
          }),
        ]
      : [],
  undrain: () => [
    act.command(task('back'), {
      name: 'bring the member back into service',
      unless: task('in-service'),
      timeoutMs: 30 * MINUTE_MS,
    }),
  ],
  resources: ({ params: given, host, peers, decided }) => {
    const server = release(given);
    const conf = [
      ...exporter(given),
      file(at.CONFIG, { content: config.configText(host, given) }),
      file(`${at.SETTINGS}/cassandra-rackdc.properties`, { content: rackdc(host, given) }),
      file(at.OPTIONS, { content: config.optionsText(host, given) }),
      file(at.LOGBACK, { content: config.LOGBACK_TEXT }),
    ];
    const daemon = unit('cassandra.service', { content: config.unitText(given) });
    return [
      // Cassandra maps every file that it reads; more than the kernel allows otherwise.
      sysctl('vm.max_map_count', { value: '1048576' }),
      // Firewalls forget connections that are silent for longer.
      sysctl('net.ipv4.tcp_keepalive_time', { value: '300' }),
      user(at.ACCOUNT, { system: true, home: at.DATA }),
      server,
      directory(at.SETTINGS),
      ...tls(host, given),
      directory(at.DATA, { owner: at.ACCOUNT, group: at.ACCOUNT, mode: 0o750 }),
      ...programs(host, peers, given),
      ...conf,
      daemon,
      ...running(host, given, decided, [server, ...conf, daemon]),
      ...timers(host, peers, given),
    ];
  },
  probe: ({ host }) =>
    ask.command(nodetool('status'), {
      timeoutMs: NODETOOL_MS,
      until: (answer) => isUp(readRing(answer), host.address),
    }),
  clusterProbe: ({ peers, record, decided }) =>
    ask.command(nodetool('describecluster'), {
      timeoutMs: NODETOOL_MS,
      until: (answer) => isWhole(readWhole(answer), expected(peers, record?.formed === true ? decided : null)),
    }),
  recipes: { move, replace, decommission, upgrade, backup, restore, drill },
  drillParams: ({ params: given, peers }) => ({
    seeds: peers.slice(0, SEEDS).map(({ name }) => name),
    replace: {},
    keyspaces: Object.fromEntries(
      Object.entries(given.keyspaces).map(([name, { replication }]) => [
        name,
        { replication: config.copiesOf(replication, peers) },
      ]),
    ),
  }),
  jobs: ({ params: given, peers }) => [
    check('replication', {
      lock: 'schema',
      done: ask.command(task('replicated', ...copies(given, peers)), { group: at.ACCOUNT, timeoutMs: NODETOOL_MS }),
      run: [act.command(task('replicate', ...copies(given, peers)), { deadline: '30m' })],
    }),
  ],
  outputs: ({ params: given, host }) => ({ address: host.address, port: given.ports.client }),
  clusterOutputs: ({ params: given, peers }) => ({
    addresses: peers.map(({ address }) => address),
    port: given.ports.client,
    datacenter: given.datacenter,
    user: given.user,
  }),
});
