import type { Host } from '@rolecall/roles';
import type { Params } from './params.ts';
import { CERTIFICATES, POOLS, ROOT_ALIAS, ROOT_PASSWORD, ROOT_USER, SERVER, SHARED } from './places.ts';
import { endpointsOf, type Pool, parityOf, poolOf } from './pools.ts';

/** Members wait for one another when they start: so long, then systemd starts them again. */
export const START_SECONDS = 300;

/** A use of one host. */
export const isAlone = (pools: readonly Pool[]): boolean => pools.length === 1 && pools[0]?.hosts.length === 1;

/** The file that tells MinIO of its drives; read again by `readPools`. */
export function poolsText(pools: readonly Pool[], { port }: Params): string {
  const lists = pools.flatMap((pool) => [
    '  - args:',
    ...endpointsOf(pool, port, isAlone(pools)).map((endpoint) => `      - "${endpoint}"`),
    ...(pool.setSize > 1 ? [`    set-drive-count: ${pool.setSize}`] : []),
  ]);
  return [
    '# A pool keeps the drives that it began with, in this order, for good.',
    'version: v2',
    `address: ":${port}"`,
    `certs-dir: "${CERTIFICATES}"`,
    'pools:',
    ...lists,
    '',
  ].join('\n');
}

/** The environment that must be the same on all members: they look at one another's before they work together. */
export function sharedText(params: Params, pools: readonly Pool[]): string {
  const parity = parityOf(params, pools);
  const settings = {
    MINIO_BROWSER: 'off',
    MINIO_PROMETHEUS_AUTH_TYPE: 'public',
    MINIO_ROOT_PASSWORD_FILE: ROOT_PASSWORD,
    MINIO_ROOT_USER_FILE: ROOT_USER,
    ...(parity > 0 ? { MINIO_STORAGE_CLASS_STANDARD: `EC:${parity}` } : {}),
    ...params.settings,
  };
  return Object.entries(settings)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}="${value}"\n`)
    .join('');
}

/** Ready only once enough members answer; what stands here may differ from member to member, so they are restarted one by one for it. */
export const unitText = (
  host: Host,
  pools: readonly Pool[],
  { memory, openFiles, onSystemDisk }: Params,
): string => `[Unit]
Description=MinIO
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=0

[Service]
Type=notify
User=minio
Group=minio
EnvironmentFile=${SHARED}
${onSystemDisk ? '# Drives may lie on the disk of the system.\nEnvironment=MINIO_CI_CD=1\n' : ''}ExecStart=${SERVER}/current/minio server --config ${POOLS}${memory === undefined ? '' : ` --memlimit ${memory}`}
Restart=always
RestartSec=2
TimeoutStartSec=${START_SECONDS}
TimeoutStopSec=120
LimitNOFILE=${openFiles}
TasksMax=infinity
NoNewPrivileges=yes
PrivateTmp=yes
ProtectHome=yes
ProtectSystem=strict
ReadWritePaths=${poolOf(pools, host).drives.join(' ')}

[Install]
WantedBy=multi-user.target
`;

/** What mc calls the member of this host when it speaks for an account. */
export const aliasOf = (account: string): string => `user-${account}`;

/** The accounts under which mc speaks with this host's own member. */
export function clientKeys({ port, root, users }: Params) {
  const as = (accessKey: unknown, secretKey: unknown) => ({
    url: `https://127.0.0.1:${port}`,
    accessKey: `${accessKey}`,
    secretKey: `${secretKey}`,
    api: 'S3v4',
    path: 'auto',
  });
  return {
    version: '10',
    aliases: {
      [ROOT_ALIAS]: as(root.user, root.password),
      ...Object.fromEntries(users.map(({ name, password }) => [aliasOf(name), as(name, password)])),
    },
  };
}
