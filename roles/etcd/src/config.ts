import type { Host } from '@rolecall/roles';
import type { Params } from './params.ts';
import { CONFIG, DATA, here, MEMBER, PROGRAMS, TLS } from './places.ts';

const PATIENCE_SECONDS = 300;

export const peerUrl = ({ address }: Host, { ports }: Params): string => `https://${address}:${ports.peer}`;
export const clientUrl = ({ address }: Host, { ports }: Params): string => `https://${address}:${ports.client}`;

/**
 * What etcd.yaml starts with: how the member came into its cluster. Its first start alone looks at it, so it is not owned later; the
 * empty list lets no start succeed before the live cluster said who is in it.
 */
export const configSeed = ({ token }: Params): string =>
  [
    '# Some keys of this file belong to Rolecall; how this member came into its cluster was written once.',
    `initial-cluster-token: ${token}`,
    'initial-cluster-state: existing',
    'initial-cluster: ""',
    '',
  ].join('\n');

const transport = {
  'cert-file': TLS.member.certificate,
  'key-file': TLS.member.key,
  'trusted-ca-file': TLS.authority,
  'client-cert-auth': true,
};

/** The keys of etcd.yaml that are owned. */
export const configKeys = (host: Host, params: Params) => ({
  name: host.name,
  'data-dir': DATA,
  'listen-peer-urls': peerUrl(host, params),
  'listen-client-urls': `${clientUrl(host, params)},${here(params.ports.client)}`,
  'listen-metrics-urls': `http://${host.address}:${params.ports.metrics},http://127.0.0.1:${params.ports.metrics}`,
  'initial-advertise-peer-urls': peerUrl(host, params),
  'advertise-client-urls': clientUrl(host, params),
  'heartbeat-interval': params.heartbeat,
  'election-timeout': params.election,
  'quota-backend-bytes': params.quota,
  'auto-compaction-mode': 'periodic',
  'auto-compaction-retention': `${Math.round(params.history / 1000)}s`,
  'strict-reconfig-check': true,
  // Compares its data with the others' before it takes part after a start.
  'feature-gates': 'InitialCorruptCheck=true',
  'client-transport-security': transport,
  'peer-transport-security': transport,
});

/** Ready only once it takes part in a cluster that has a leader: so one member's restart ends when the next may begin. */
export const unitText = ({ openFiles }: Params): string => `[Unit]
Description=etcd
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=0

[Service]
Type=notify
User=etcd
Group=etcd
ExecStart=${PROGRAMS}/etcd --config-file=${CONFIG}
Restart=always
RestartSec=2
TimeoutStartSec=${PATIENCE_SECONDS}
LimitNOFILE=${openFiles}
IOSchedulingClass=best-effort
IOSchedulingPriority=0
NoNewPrivileges=yes
PrivateTmp=yes
ProtectHome=yes
ProtectSystem=strict
ReadWritePaths=${DATA}

[Install]
WantedBy=multi-user.target
`;

/** What the program on a member knows of it and of the others, in the words of a shell. */
export const memberSettings = (host: Host, peers: readonly Host[], params: Params): string =>
  [
    `name=${host.name}`,
    `peer=${peerUrl(host, params)}`,
    `here=${here(params.ports.client)}`,
    `others=${peers
      .filter(({ name }) => name !== host.name)
      .map((one) => clientUrl(one, params))
      .join(',')}`,
    `token=${params.token}`,
    `keep=${params.snapshots.keep}`,
    '',
  ].join('\n');

/** The words of one of its tasks. */
export const task = (...words: readonly [string, ...string[]]): readonly string[] => [MEMBER, ...words];
