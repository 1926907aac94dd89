import type { Host } from '@rolecall/roles';
import { heapMiB } from './heap.ts';
import type { Params } from './params.ts';
import { ACCOUNT, CONFIG, DATA, FOUNDING, INDICES, LOGS, MEMBER, MEMBER_OF, programsOf, TLS } from './places.ts';
import { products } from './product.ts';

export const productOf = ({ server }: Params) => products[server.product];
/** What the server keeps secrets in; it does not start without one where it cannot write it itself. */
export const keystoreOf = (params: Params): string => `${CONFIG}/${productOf(params).program}.keystore`;
export const settingsPath = (params: Params): string => `${CONFIG}/${productOf(params).program}.yml`;

/** How nodes are protected; nothing where they are not. */
export const securityOf = ({ server }: Params) => (server.product === 'elasticsearch' ? server.security : undefined);
const schemeOf = (params: Params): string => (securityOf(params) === undefined ? 'http' : 'https');
export const urlOf = ({ address }: Pick<Host, 'address'>, params: Params): string =>
  `${schemeOf(params)}://${address}:${params.ports.http}`;

function protection(params: Params): Readonly<Record<string, unknown>> {
  if (params.server.product === 'opensearch') return {};
  if (securityOf(params) === undefined) return { 'xpack.security.enabled': false };
  const shows = (layer: string) => ({
    [`xpack.security.${layer}.ssl.enabled`]: true,
    [`xpack.security.${layer}.ssl.key`]: TLS.node.key,
    [`xpack.security.${layer}.ssl.certificate`]: TLS.node.certificate,
    [`xpack.security.${layer}.ssl.certificate_authorities`]: [TLS.authority],
  });
  return {
    'xpack.security.enabled': true,
    'xpack.security.enrollment.enabled': false,
    ...shows('transport'),
    ...shows('http'),
  };
}

/** The whole of the server's own settings; how its cluster is founded never stands in it. A value in JSON is one in YAML. */
export const serverSettings = (host: Host, params: Params): string =>
  Object.entries({
    'cluster.name': params.cluster,
    'node.name': host.name,
    'path.data': DATA,
    'path.logs': LOGS,
    'network.host': host.address,
    'http.host': [host.address, '127.0.0.1'],
    'http.publish_host': host.address,
    'http.port': params.ports.http,
    'transport.port': params.ports.transport,
    // Read again whenever it changes, so a host that comes or goes restarts nobody.
    'discovery.seed_providers': 'file',
    ...(params.mmap ? {} : { 'node.store.allow_mmap': false }),
    ...(params.lockMemory ? { 'bootstrap.memory_lock': true } : {}),
    ...protection(params),
    ...params.settings,
  })
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
    .join('');

/** Where a node looks for the others. */
export const seedHosts = (peers: readonly Host[], { ports }: Params): string =>
  peers.map(({ address }) => `${address}:${ports.transport}\n`).join('');

export const jvmOptions = (params: Params): string =>
  [
    '-XX:+UseG1GC',
    `-Djava.io.tmpdir=\${${productOf(params).variables}_TMPDIR}`,
    ...productOf(params).jvm,
    '-XX:+HeapDumpOnOutOfMemoryError',
    `-XX:HeapDumpPath=${LOGS}`,
    '-XX:+ExitOnOutOfMemoryError',
    `-XX:ErrorFile=${LOGS}/hs_err_pid%p.log`,
    `-Xlog:gc*,gc+age=trace,safepoint:file=${LOGS}/gc.log:utctime,level,pid,tags:filecount=8,filesize=64m`,
    '',
  ].join('\n');

export const heapOptions = (host: Host, params: Params): string => {
  const heap = heapMiB(host, params);
  return [`-Xms${heap}m`, `-Xmx${heap}m`, ...params.jvmOptions, ''].join('\n');
};

/** Everything to the journal, which bounds and rotates it. */
export const LOGGING = `status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%-5p][%-25c{1.}] [%node_name]%marker %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
`;

/** How curl asks the nodes: with what its reader may read. */
export function clientConfig(params: Params): string {
  const security = securityOf(params);
  return [
    'silent',
    'show-error',
    ...(security === undefined ? [] : [`cacert = "${TLS.authority}"`, `user = "elastic:${security.password}"`]),
    '',
  ].join('\n');
}

/** Variables of everything that starts a program of the server. */
const variables = (params: Params): Readonly<Record<string, string>> => {
  const { variables: prefix } = productOf(params);
  return {
    [`${prefix}_PATH_CONF`]: CONFIG,
    ...(params.java === undefined ? {} : { [`${prefix}_JAVA_HOME`]: params.java.home }),
  };
};

/** As systemd reads words: in quotes, with its own signs doubled. */
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&').replaceAll('%', '%%')}"`;

const SUCCESS = 143;

export const unitText = (params: Params): string => `[Unit]
Description=${params.server.product === 'opensearch' ? 'OpenSearch' : 'Elasticsearch'}
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=0

[Service]
Type=exec
User=${ACCOUNT}
Group=${ACCOUNT}
Environment=FOUNDING=
${Object.entries({ ...variables(params), ...params.environment })
  .map(([name, value]) => `Environment=${quoted(`${name}=${value}`)}`)
  .join('\n')}
EnvironmentFile=-${FOUNDING}
ExecStartPre=${MEMBER} may-start
ExecStart=${programsOf(params.server.version)}/bin/${productOf(params).program} $FOUNDING
Restart=always
RestartSec=5
SuccessExitStatus=${SUCCESS}
KillMode=mixed
TimeoutStopSec=300
LimitNOFILE=${params.openFiles}
LimitNPROC=4096
LimitAS=infinity
LimitFSIZE=infinity
${params.lockMemory ? 'LimitMEMLOCK=infinity\n' : ''}NoNewPrivileges=yes
PrivateTmp=yes
ProtectHome=yes
ProtectSystem=strict
ReadWritePaths=${DATA} ${LOGS}

[Install]
WantedBy=multi-user.target
`;

const word = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** What the program on a node knows of it and of the others, in the words of a shell. */
export const memberSettings = (host: Host, peers: readonly Host[], params: Params): string => {
  const { initial, program } = productOf(params);
  const known = {
    name: host.name,
    cluster: params.cluster,
    here: urlOf({ address: '127.0.0.1' }, params),
    others: peers
      .filter(({ name }) => name !== host.name)
      .map((one) => urlOf(one, params))
      .join(' '),
    patience: `${Math.ceil(params.recovery / 1000)}`,
    moving: `${Math.ceil(params.moving / 1000)}`,
    absence: `${Math.ceil(params.absence / 1000)}`,
    initial,
    data: DATA,
    founding: FOUNDING,
    member_of: MEMBER_OF,
    indices: INDICES,
    account: ACCOUNT,
    keystore: keystoreOf(params),
    keystore_program: `${programsOf(params.server.version)}/bin/${program}-keystore`,
  };
  const lines = Object.entries(known).map(([name, value]) => `${name}=${word(value)}`);
  const exported = Object.entries(variables(params)).map(([name, value]) => `export ${name}=${word(value)}`);
  return [...lines, ...exported, ''].join('\n');
};

/** The body of the request that creates an index. */
export const indexBody = ({ shards, replicas, settings, mappings }: Params['indices'][string]): string =>
  `${JSON.stringify({ settings: { ...settings, number_of_shards: shards, number_of_replicas: replicas }, mappings })}\n`;

/** The words of one of a node's tasks. */
export const task = (...words: readonly [string, ...string[]]): readonly string[] => [MEMBER, ...words];
