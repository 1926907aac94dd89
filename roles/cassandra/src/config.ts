import { type Host, RoleError } from '@rolecall/roles';
import { heapOf } from './heap.ts';
import { exporterOptions } from './metrics.ts';
import type { Params } from './params.ts';
import { ACCOUNT, CURRENT, DATA, NODE, TLS } from './places.ts';

const SECONDS = 1000;

/**
 * Between members: both sides show a certificate of the authority. The address in it is not looked at: Cassandra would also do so where it is
 * connected to, and newer Javas refuse everybody then ("Endpoint Identification Algorithm HTTPS is not supported on the server side").
 */
const encryption = (): object => ({
  internode_encryption: 'all',
  require_client_auth: true,
  require_endpoint_verification: false,
  ssl_context_factory: { class_name: 'org.apache.cassandra.security.PEMBasedSslContextFactory' },
  keystore: TLS.shown,
  truststore: TLS.trusted,
  // Where nothing is said, a password is taken for granted that keys in PEM do not have.
  keystore_password: '',
  truststore_password: '',
});

/** What the role says in cassandra.yaml; who the seeds are is added at each start. */
const owned = (host: Host, params: Params): Readonly<Record<string, unknown>> => ({
  cluster_name: params.cluster,
  num_tokens: params.tokens,
  allocate_tokens_for_local_replication_factor: params.replication,
  partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
  endpoint_snitch: 'GossipingPropertyFileSnitch',
  listen_address: host.address,
  rpc_address: host.address,
  storage_port: params.ports.peer,
  native_transport_port: params.ports.client,
  authenticator: 'PasswordAuthenticator',
  authorizer: 'CassandraAuthorizer',
  role_manager: 'CassandraRoleManager',
  server_encryption_options: encryption(),
  data_file_directories: [`${DATA}/data`],
  commitlog_directory: `${DATA}/commitlog`,
  saved_caches_directory: `${DATA}/saved_caches`,
  hints_directory: `${DATA}/hints`,
  cdc_raw_directory: `${DATA}/cdc_raw`,
});

/** What it says where a site does not. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  commitlog_sync: 'periodic',
  commitlog_sync_period: '10s',
  // A disk that fails takes the member out of service, rather than letting it answer without its data.
  disk_failure_policy: 'stop',
  commit_failure_policy: 'stop',
  auto_snapshot: true,
};

/** Written at each start, from what is known then. */
const AT_START = ['seed_provider', 'auto_bootstrap'];

/** The text of cassandra.yaml without its seeds: a key a line, with its value as JSON, which YAML reads. */
export function configText(host: Host, params: Params): string {
  const own = owned(host, params);
  const taken = Object.keys(params.settings).find((key) => key in own || AT_START.includes(key));
  if (taken !== undefined) {
    throw new RoleError(
      'bad_params',
      `settings: ${taken} belongs to the role, which has a parameter for it or decides it`,
    );
  }
  const lines = Object.entries({ ...DEFAULTS, ...own, ...params.settings }).map(
    ([key, value]) => `${key}: ${JSON.stringify(value)}`,
  );
  return ['# Written by Rolecall.', ...lines.sort(), ''].join('\n');
}

/** What both Cassandras reach into on Java 11 and 17 (upstream's jvm11-server.options and jvm17-server.options). */
const MODULES = [
  '-Djdk.attach.allowAttachSelf=true',
  ...['java.base/jdk.internal.misc', 'java.base/jdk.internal.ref', 'java.base/sun.nio.ch', 'java.base/java.lang.ref']
    .concat(['java.management.rmi/com.sun.jmx.remote.internal.rmi', 'java.rmi/sun.rmi.registry'])
    .concat(['java.rmi/sun.rmi.server', 'java.sql/java.sql', 'jdk.unsupported/sun.misc'])
    .map((name) => `--add-exports=${name}=ALL-UNNAMED`),
  ...['java.base/java.lang.module', 'java.base/jdk.internal.loader', 'java.base/jdk.internal.ref']
    .concat(['java.base/jdk.internal.reflect', 'java.base/jdk.internal.math', 'java.base/jdk.internal.module'])
    .concat(['java.base/jdk.internal.util.jar', 'jdk.management/com.sun.management.internal', 'java.base/sun.nio.ch'])
    .concat(['java.base/java.io', 'java.base/java.lang', 'java.base/java.lang.reflect', 'java.base/java.util'])
    .concat(['java.base/java.util.concurrent', 'java.base/java.util.concurrent.atomic', 'java.base/java.nio'])
    .concat(['java.rmi/sun.rmi.transport.tcp'])
    .map((name) => `--add-opens=${name}=ALL-UNNAMED`),
];

/** The options of the server's JVM, one a line, as `java @FILE` reads them. JMX listens on the loopback only. */
export const optionsText = (host: Host, params: Params): string => {
  const heap = heapOf(host, params);
  return [
    '-ea',
    `-Xms${heap}M`,
    `-Xmx${heap}M`,
    '-Xss512k',
    '-XX:+UseG1GC',
    '-XX:MaxGCPauseMillis=300',
    '-XX:InitiatingHeapOccupancyPercent=70',
    '-XX:+ParallelRefProcEnabled',
    '-XX:+AlwaysPreTouch',
    '-XX:+PerfDisableSharedMem',
    '-XX:+ExitOnOutOfMemoryError',
    '-Djava.net.preferIPv4Stack=true',
    '-Dio.netty.tryReflectionSetAccessible=true',
    '-Dcassandra-foreground=yes',
    `-Dcassandra.jmx.local.port=${params.ports.jmx}`,
    `-Dcassandra.storagedir=${DATA}`,
    `-Dcassandra.logdir=${DATA}/log`,
    ...MODULES,
    ...exporterOptions(host, params),
    ...params.jvm,
    '',
  ].join('\n');
};

/** Those of nodetool: started often, for a moment, and by users who may write nowhere. */
export const toolOptionsText = (): string =>
  [
    '-Xmx128M',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-XX:+PerfDisableSharedMem',
    '-Djava.net.preferIPv4Stack=true',
    '-Dcassandra.storagedir=/tmp',
    // It writes down what it was asked, where it can.
    '-Duser.home=/dev/null',
    ...MODULES,
    '',
  ].join('\n');

/** Everything goes to the journal. */
export const LOGBACK_TEXT = `<configuration>
  <appender name="STDOUT" class="ch.qos.logback.core.ConsoleAppender">
    <encoder><pattern>%-5level [%thread] %F:%L - %msg%n</pattern></encoder>
  </appender>
  <root level="INFO"><appender-ref ref="STDOUT"/></root>
</configuration>
`;

export const TOOL_LOGBACK_TEXT = `<configuration>
  <root level="OFF"/>
</configuration>
`;

/** Up once it answers clients, so that one member's restart ends when the next may begin; a first start is followed by `settle`. */
export const unitText = ({ openFiles, startWithin }: Params): string => `[Unit]
Description=Cassandra
After=network-online.target
Wants=network-online.target

[Service]
Type=exec
User=${ACCOUNT}
Group=${ACCOUNT}
RuntimeDirectory=cassandra
RuntimeDirectoryMode=0750
ExecStartPre=+${NODE} prepare
ExecStart=${NODE} run
ExecStartPost=${NODE} wait
Restart=on-failure
RestartSec=5
# Nothing to start from, which another try does not mend.
RestartPreventExitStatus=78
SuccessExitStatus=143
TimeoutStartSec=${Math.ceil(startWithin / SECONDS) + 60}
TimeoutStopSec=180
KillMode=mixed
LimitNOFILE=${openFiles}
LimitMEMLOCK=infinity
LimitNPROC=32768
NoNewPrivileges=yes
PrivateTmp=yes
ProtectHome=yes
ProtectSystem=full

[Install]
WantedBy=multi-user.target
`;

/** No more copies than there are members: the rest could not be written. */
export const copiesOf = (wanted: number, peers: readonly Host[]): number => Math.min(wanted, peers.length);

/** What the program on a member knows of it, in the words of a shell. */
export const nodeSettings = (host: Host, peers: readonly Host[], params: Params): string =>
  [
    `name=${host.name}`,
    `java=${params.java.home}`,
    `release=${CURRENT}`,
    `version=${params.release.version}`,
    `address=${host.address}`,
    `datacenter=${params.datacenter}`,
    `copies=${copiesOf(params.replication, peers)}`,
    `client=${params.ports.client}`,
    `jmx=${params.ports.jmx}`,
    `start_within=${Math.ceil(params.startWithin / SECONDS)}`,
    `join_within=${Math.ceil(params.joinWithin / SECONDS)}`,
    `keep=${params.snapshots.keep}`,
    '',
  ].join('\n');

/** Says to whom the data beside it belongs. */
export const memberText = (host: Host, params: Params, rack: string): string =>
  [
    `cluster=${params.cluster}`,
    `datacenter=${params.datacenter}`,
    `rack=${rack}`,
    `tokens=${params.tokens}`,
    `address=${host.address}`,
    '',
  ].join('\n');
