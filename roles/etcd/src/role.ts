import {
  act,
  artifact,
  ask,
  assert,
  certificate,
  command,
  type Declared,
  defineRole,
  directory,
  file,
  type Host,
  link,
  service,
  servicesAuthority,
  timer,
  unit,
  user,
} from '@rolecall/roles';
import { readMembers, readOrigin, readStatuses } from './answers.ts';
import { clientUrl, configKeys, configSeed, memberSettings, peerUrl, task, unitText } from './config.ts';
import { AS_CLIENT, etcdctl } from './etcdctl.ts';
import { MEMBER_PROGRAM } from './member-program.ts';
import { type Params, params } from './params.ts';
import { ACCOUNT, CONFIG, DATA, MEMBER, MEMBER_SETTINGS, PROGRAMS, RELEASE, SNAPSHOTS, TLS } from './places.ts';
import { backup, decommission, drill, move, replace, restore, upgrade } from './recipes.ts';
import { type Decision, decide, order, whole } from './topology.ts';

/** A member may take this long to be taken in, to get all data, and to vote. */
const TAKE_PART_MS = 300_000;
const HOUR_MS = 3_600_000;

function programs({ release }: Params): readonly [Declared, ...Declared[]] {
  const { version, sha256, url, format, strip } = release;
  const from = url === undefined ? {} : { url };
  return [
    artifact(RELEASE, { version, sha256, format, strip, ...from }),
    ...['etcdctl', 'etcdutl'].map((name) => link(`/usr/local/bin/${name}`, { target: `${PROGRAMS}/${name}` })),
  ];
}

/** One certificate for what members show one another and clients, another one for the command lines of the host. */
function tls(host: Host, { authority }: Params): readonly [Declared, ...Declared[]] {
  const signer = authority === undefined ? ({ from: 'controller' } as const) : { authority };
  const made = { ...signer, group: ACCOUNT, keyMode: 0o640 };
  const names = [host.name, host.address, 'localhost', '127.0.0.1'];
  return [
    file(TLS.authority, { content: authority?.certificate ?? servicesAuthority }),
    certificate(TLS.member.certificate, { keyPath: TLS.member.key, names, usages: ['server', 'client'], ...made }),
    certificate(TLS.client.certificate, { keyPath: TLS.client.key, names: [host.name], usages: ['client'], ...made }),
  ];
}

/** What a restore says of the snapshot that its founder begins with. */
type Restoring = Params & { readonly restoring?: string };

/** How a host comes in: nobody is founded or replaced but who may be. */
function way(host: Host, { replace, restoring }: Restoring, { founder }: Decision): readonly [string, ...string[]] {
  if (restoring !== undefined) return ['restore', restoring];
  return [founder === host.name ? 'found' : replace.includes(host.name) ? 'replace' : 'join'];
}

/** Data that this role did not make is never started. */
const foreignData = ({ token }: Params): Declared =>
  assert('what lies in the data folder belongs to this cluster of etcd', {
    command: [
      'sh',
      '-c',
      '[ ! -e "$1/member" ] || grep -qxF "initial-cluster-token: $3" "$2"',
      'sh',
      DATA,
      CONFIG,
      token,
    ],
    hint: `Data of another cluster lies in ${DATA}: move it away, or take this host out of the site.`,
  });

function timers(given: Params): readonly Declared[] {
  return [
    directory(SNAPSHOTS, { mode: 0o700 }),
    timer('etcd-snapshot', {
      argv: task('snapshot'),
      calendar: given.snapshots.calendar,
      spreadMs: HOUR_MS,
      timeoutMs: HOUR_MS,
      mutex: 'etcd',
    }),
    timer('etcd-defragment', {
      argv: task('defragment'),
      calendar: given.defragment.calendar,
      spreadMs: HOUR_MS,
      timeoutMs: 6 * HOUR_MS,
      mutex: 'etcd',
    }),
  ];
}

/** etcd: members that agree on every write, with TLS between all. */
export const etcd = defineRole({
  name: 'etcd',
  params,
  needs: {
    cpus: 1,
    memory: '512MiB',
    // Every write waits for the disks of a majority.
    disk: { path: DATA, size: '2GiB', solid: true },
    listens: [
      { name: 'client', port: 2379, param: 'ports.client', unit: 'etcd.service', from: ['members'] },
      { name: 'peer', port: 2380, param: 'ports.peer', unit: 'etcd.service', from: ['members'] },
      { name: 'metrics', port: 2381, param: 'ports.metrics', unit: 'etcd.service' },
    ],
  },
  cluster: { sizes: [1, 3, 5, 7], apartBy: 'server', maxUnavailable: 1, leastInProduction: 3 },
  observe: {
    status: ({ params }) =>
      ask.command(etcdctl(params, 'endpoint', 'status', '-w', 'json'), {
        ...AS_CLIENT,
        parse: (answer) => readStatuses(answer)?.[0],
      }),
    members: ({ params }) =>
      ask.command(etcdctl(params, 'member', 'list', '--consistency=s', '-w', 'json'), {
        ...AS_CLIENT,
        parse: readMembers,
      }),
    origin: () => ask.file(CONFIG, { parse: readOrigin }),
  },
  decide: ({ params, peers, record, answers }) =>
    decide({
      peers,
      record,
      answers,
      wanted: {
        token: params.token,
        peerUrls: Object.fromEntries(peers.map((peer) => [peer.name, peerUrl(peer, params)])),
      },
    }),
  order,
  // Where the cluster itself cannot be asked for them, the site's record knows.
  frozen: ({ params, host }) => ({ token: params.token, 'name of the member': host.name, 'data folder': DATA }),
  drain: ({ peers, record }) =>
    record?.formed === true && peers.length > 1
      ? [
          act.command(task('step-down'), {
            name: 'hand the lead of the cluster to another member',
            unless: task('follows'),
            timeoutMs: 60_000,
          }),
        ]
      : [],
  resources: ({ params, host, peers, decided }) => {
    const [release, ...links] = programs(params);
    const [authority, ...certificates] = tls(host, params);
    const conf = file(CONFIG, { seed: configSeed(params), keys: configKeys(host, params), format: 'yaml' });
    const daemon = unit('etcd.service', { content: unitText(params) });
    return [
      foreignData(params),
      user(ACCOUNT, { system: true, home: DATA }),
      release,
      ...links,
      directory('/etc/etcd'),
      directory('/etc/etcd/tls'),
      authority,
      ...certificates,
      directory(DATA, { owner: ACCOUNT, group: ACCOUNT, mode: 0o700 }),
      directory('/usr/local/lib/rolecall'),
      file(MEMBER_SETTINGS, { content: memberSettings(host, peers, params) }),
      file(MEMBER, { content: MEMBER_PROGRAM, mode: 0o755 }),
      conf,
      daemon,
      command('come into the cluster of etcd', {
        argv: task('take-part', ...way(host, params, decided)),
        unless: task('may-start'),
        timeoutMs: TAKE_PART_MS,
        onInterrupted: 'rerun',
      }),
      service('etcd', { enabled: true, running: true, restartOn: [release, authority, conf, daemon] }),
      command('vote in the cluster of etcd', {
        argv: task('settle'),
        unless: task('settled'),
        timeoutMs: TAKE_PART_MS,
        onInterrupted: 'rerun',
      }),
      ...timers(params),
    ];
  },
  probe: ({ params }) => ask.command(etcdctl(params, 'endpoint', 'health'), AS_CLIENT),
  clusterProbe: ({ params, decided }) =>
    ask.command(etcdctl(params, 'endpoint', 'status', '--cluster', '-w', 'json'), {
      ...AS_CLIENT,
      until: (answer) => whole(readStatuses(answer), Math.max(1, decided.members.length)),
    }),
  recipes: { move, replace, decommission, upgrade, backup, restore, drill },
  outputs: ({ params, host }) => ({
    address: host.address,
    port: params.ports.client,
    metrics: { job: 'etcd', address: host.address, port: params.ports.metrics },
  }),
  clusterOutputs: ({ params, peers }) => ({ endpoints: peers.map((peer) => clientUrl(peer, params)) }),
});
