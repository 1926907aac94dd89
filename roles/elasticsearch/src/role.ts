import {
  act,
  artifact,
  ask,
  certificate,
  command,
  type Declared,
  defineRole,
  directory,
  file,
  type Host,
  job,
  pkg,
  service,
  servicesAuthority,
  sysctl,
  timer,
  unit,
  user,
} from '@rolecall/roles';
import { readNode, readOrigin } from './answers.ts';
import {
  clientConfig,
  heapOptions,
  indexBody,
  jvmOptions,
  LOGGING,
  memberSettings,
  securityOf,
  seedHosts,
  serverSettings,
  settingsPath,
  task,
  unitText,
  urlOf,
} from './config.ts';
import { checkHeap } from './heap.ts';
import { MEMBER_PROGRAM } from './member-program.ts';
import { type Params, params } from './params.ts';
import {
  ACCOUNT,
  CLIENT,
  CONFIG,
  DATA,
  INDICES,
  LOGS,
  MEMBER,
  MEMBER_OF,
  MEMBER_SETTINGS,
  RELEASES,
  TLS,
} from './places.ts';
import { decommission, move, replace } from './recipes.ts';
import { type Decision, decide, expected, order } from './topology.ts';

const MINUTE_MS = 60_000;
/** A slow start, and finding the others. */
const START_MS = 5 * MINUTE_MS;
/** All that `look` asks, each within eight seconds. */
const LOOK_MS = 40_000;
/** What a probe asks: three questions at most, each within eight seconds. */
const PROBE_MS = 30_000;
const AS_CLIENT = { group: ACCOUNT } as const;

/** The server, and the Java that it runs on, beside what is in use. */
function programs({ server, java }: Params): readonly Declared[] {
  const { version, sha256, url, format, strip } = server;
  const from = url === undefined ? {} : { url };
  return [
    ...(java?.package === undefined ? [] : [pkg(java.package)]),
    artifact(RELEASES, { version, sha256, format, strip, link: false, ...from }),
  ];
}

/** What the kernel is told: enough mappings for the indexes, no swapping of the heap, and dead peers noticed within seconds. */
const kernel = ({ mmap }: Params): readonly Declared[] => [
  ...(mmap ? [sysctl('vm.max_map_count', { value: '1048576' })] : []),
  sysctl('vm.swappiness', { value: '1' }),
  sysctl('net.ipv4.tcp_retries2', { value: '5' }),
];

/** One certificate for what a node shows the others and clients; the server reads a renewed one by itself. */
function tls(host: Host, given: Params): readonly Declared[] {
  const security = securityOf(given);
  if (security === undefined) return [];
  const { authority } = security;
  return [
    directory(`${CONFIG}/tls`),
    file(TLS.authority, { content: authority?.certificate ?? servicesAuthority }),
    certificate(TLS.node.certificate, {
      keyPath: TLS.node.key,
      names: [host.name, host.address, 'localhost', '127.0.0.1'],
      usages: ['server', 'client'],
      group: ACCOUNT,
      keyMode: 0o640,
      ...(authority === undefined ? { from: 'controller' as const } : { authority }),
    }),
  ];
}

/** What a change of restarts the server. */
const configuration = (host: Host, given: Params): readonly Declared[] => [
  file(settingsPath(given), { content: serverSettings(host, given) }),
  file(`${CONFIG}/jvm.options`, { content: jvmOptions(given) }),
  file(`${CONFIG}/jvm.options.d/heap.options`, { content: heapOptions(host, given) }),
  file(`${CONFIG}/log4j2.properties`, { content: LOGGING }),
];

/** What the node's own program reads, and what the server reads again by itself. */
const knowledge = (host: Host, peers: readonly Host[], given: Params): readonly Declared[] => [
  file(`${CONFIG}/unicast_hosts.txt`, { content: seedHosts(peers, given) }),
  file(CLIENT, { content: clientConfig(given), group: ACCOUNT, mode: 0o640 }),
  directory(INDICES),
  ...Object.entries(given.indices).map(([name, index]) =>
    file(`${INDICES}/${name}.json`, { content: indexBody(index) }),
  ),
  directory('/usr/local/lib/rolecall'),
  file(MEMBER_SETTINGS, { content: memberSettings(host, peers, given) }),
  file(MEMBER, { content: MEMBER_PROGRAM, mode: 0o755 }),
];

/** What the server may not start without; it cannot write it itself. */
function keystore(given: Params): readonly Declared[] {
  const security = securityOf(given);
  return [
    command('make the keystore of Elasticsearch', {
      argv: task('make-keystore'),
      unless: task('keystore-made'),
      onInterrupted: 'rerun',
      ...(security === undefined ? {} : { environment: { PASSWORD: security.password } }),
    }),
  ];
}

/** While a node is stopped the others make no copies in its place; should it not come back, one of them ends that. */
const lapse = (): Declared =>
  timer('elasticsearch-lapse', {
    argv: task('lapse'),
    calendar: '*:0/2',
    user: ACCOUNT,
    timeoutMs: 2 * MINUTE_MS,
  });

/** How a host comes in: nobody founds or comes in anew but who may. */
const way = (host: Host, { replace }: Params, { founder }: Decision): string =>
  founder === host.name ? 'found' : replace.includes(host.name) ? 'replace' : 'join';

/** Elasticsearch or OpenSearch: nodes that hold copies of one another's indexes. */
export const elasticsearch = defineRole({
  name: 'elasticsearch',
  params,
  needs: {
    cpus: 1,
    memory: '1GiB',
    memoryFor: { param: 'heap', times: 2 },
    disk: { path: DATA, size: '2GiB' },
    listens: [
      { name: 'http', port: 9200, param: 'ports.http', unit: 'elasticsearch.service', from: ['members'] },
      { name: 'transport', port: 9300, param: 'ports.transport', unit: 'elasticsearch.service', from: ['members'] },
    ],
  },
  cluster: { apartBy: 'server', maxUnavailable: 1, leastInProduction: 3 },
  observe: {
    node: () => ask.command(task('look'), { ...AS_CLIENT, timeoutMs: LOOK_MS, parse: readNode }),
    origin: () => ask.file(MEMBER_OF, { parse: readOrigin }),
  },
  decide: ({ use, params, peers, record, answers }) => {
    checkHeap(peers, params);
    const wanted = { use, cluster: params.cluster, version: params.server.version };
    return decide({ peers, record, answers, wanted });
  },
  order,
  frozen: ({ params, host }) => ({
    'name of the cluster': params.cluster,
    'name of the node': host.name,
    product: params.server.product,
    // Nodes with and without TLS do not understand one another.
    security: securityOf(params) !== undefined,
    'data folder': DATA,
  }),
  stage: ({ params }) => programs(params),
  drain: ({ params, peers, record, decided }) =>
    record?.formed === true && peers.length > 1
      ? [
          act.command(task('drain', expected({ peers, record, decided })), {
            name: 'wait for all copies, and keep the cluster from making others meanwhile',
            timeoutMs: params.recovery + 5 * MINUTE_MS,
          }),
        ]
      : [],
  // The node itself does so once it is back; this is for where its server does not come back, and `lapse` for where its host does not.
  undrain: ({ peers, record }) =>
    record?.formed === true && peers.length > 1
      ? [
          act.command(task('undrain'), {
            name: 'let the cluster make copies again',
            unless: task('settled'),
            timeoutMs: 6 * MINUTE_MS,
          }),
        ]
      : [],
  resources: ({ params, host, peers, decided }) => {
    const brought = programs(params);
    const shown = tls(host, params);
    const conf = configuration(host, params);
    const daemon = unit('elasticsearch.service', { content: unitText(params) });
    return [
      user(ACCOUNT, { system: true, home: DATA }),
      ...kernel(params),
      ...brought,
      directory(CONFIG),
      directory(`${CONFIG}/jvm.options.d`),
      ...shown,
      directory(DATA, { owner: ACCOUNT, group: ACCOUNT, mode: 0o700 }),
      directory(LOGS, { owner: ACCOUNT, group: ACCOUNT, mode: 0o750 }),
      ...conf,
      ...knowledge(host, peers, params),
      ...keystore(params),
      daemon,
      ...(peers.length > 1 ? [lapse()] : []),
      command('come into the cluster of Elasticsearch', {
        argv: task('take-part', way(host, params, decided)),
        unless: task('may-start'),
        onInterrupted: 'rerun',
      }),
      service('elasticsearch', { enabled: true, running: true, restartOn: [...brought, ...conf, daemon] }),
      command('be a part of the cluster of Elasticsearch, with all copies', {
        argv: task('settle'),
        unless: task('settled'),
        timeoutMs: params.recovery + START_MS + MINUTE_MS,
        onInterrupted: 'rerun',
      }),
    ];
  },
  probe: () => ask.command(task('joined'), { ...AS_CLIENT, timeoutMs: PROBE_MS }),
  clusterProbe: ({ peers, record, decided }) =>
    ask.command(task('whole', expected({ peers, record, decided })), {
      ...AS_CLIENT,
      timeoutMs: PROBE_MS,
      until: ({ exitCode, stdout }) => exitCode === 0 || stdout.trim() || 'the node does not answer',
    }),
  jobs: ({ params }) => [
    job('index-create', {
      lock: 'schema',
      done: ask.command(task('indexed'), { ...AS_CLIENT, timeoutMs: 60_000 }),
      run: [
        act.command(task('index'), {
          name: 'create the indexes that are missing, with all their copies',
          deadline: params.recovery + 5 * MINUTE_MS,
        }),
      ],
    }),
  ],
  recipes: { replace, move, decommission },
  outputs: ({ params, host }) => ({ address: host.address, port: params.ports.http, url: urlOf(host, params) }),
  clusterOutputs: ({ params, peers }) => ({
    name: params.cluster,
    urls: peers.map((peer) => urlOf(peer, params)),
  }),
});
