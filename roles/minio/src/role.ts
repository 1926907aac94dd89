import {
  act,
  artifact,
  ask,
  assert,
  type ClusterContext,
  certificate,
  check,
  type Declared,
  defineRole,
  directory,
  file,
  type Host,
  hostsEntry,
  type Job,
  link,
  service,
  servicesAuthority,
  unit,
  user,
} from '@rolecall/roles';
import { accessChecks, askClient } from './access.ts';
import { isAlive, readDeployment, readPools } from './answers.ts';
import { clientKeys, isAlone, poolsText, sharedText, unitText } from './config.ts';
import { MEMBER_PROGRAM } from './member-program.ts';
import { type Params, params } from './params.ts';
import {
  ACCOUNT,
  CERTIFICATES,
  CLIENT,
  CLIENT_CONFIG,
  CLIENT_FOLDER,
  CONFIG_FOLDER,
  MEMBER,
  POOLS,
  ROOT_ALIAS,
  ROOT_PASSWORD,
  ROOT_USER,
  SERVER,
  SHARED,
  TLS,
} from './places.ts';
import { bearsTwo, endpointsOf, type Pool, parityOf, poolOf, poolsOf } from './pools.ts';
import { askHealed, askWhole, cannot, heal, replace } from './recipes.ts';
import { decide } from './topology.ts';

/** Readable for the server and for root alone. */
const OF_THE_SERVER = { group: ACCOUNT, mode: 0o640 } as const;
const FOLDER_OF_THE_SERVER = { group: ACCOUNT, mode: 0o750 } as const;
const FORMAT = '.minio.sys/format.json';
/** Longer than it waits itself. */
const DRAIN_MS = 120_000;

type Program = Params['release'];
const release = (path: string, { version, sha256, url }: Program, current: boolean): Declared =>
  artifact(path, { version, sha256, format: 'file', link: current, ...(url === undefined ? {} : { url }) });

/** Both programs; `current`: whether they take the place of the ones in use. */
const programs = (given: Params, current: boolean): readonly [server: Declared, client: Declared] => [
  release(SERVER, given.release, current),
  release(CLIENT, given.client, current),
];

function tls(host: Host, { authority }: Params): readonly [authority: Declared, ...Declared[]] {
  const signer = authority === undefined ? ({ from: 'controller' } as const) : { authority };
  const names = [host.name, host.address, 'localhost', '127.0.0.1'];
  return [
    file(TLS.authority, { content: authority?.certificate ?? servicesAuthority }),
    // MinIO reads a new one by itself.
    certificate(TLS.certificate, { keyPath: TLS.key, names, ...signer, group: ACCOUNT, keyMode: 0o640 }),
  ];
}

/** The folder of mc, with all that it would otherwise make there itself. */
function client(given: Params): readonly Declared[] {
  const folders = ['', '/certs', '/certs/CAs', '/share'].map((path) =>
    directory(`${CLIENT_FOLDER}${path}`, FOLDER_OF_THE_SERVER),
  );
  return [
    ...folders,
    file(`${CLIENT_FOLDER}/certs/CAs/authority.crt`, { content: given.authority?.certificate ?? servicesAuthority }),
    file(CLIENT_CONFIG, { seed: '{}\n', keys: clientKeys(given), format: 'json', ...OF_THE_SERVER }),
    link('/usr/local/bin/mc', { target: `${CLIENT}/current/mc` }),
  ];
}

/** Folders for data. A mounted drive has one above it; on the disk of the system that is made too. */
function drives(host: Host, pools: readonly Pool[], { onSystemDisk }: Params): readonly Declared[] {
  const own = poolOf(pools, host).drives;
  const above = onSystemDisk ? [...new Set(own.map((path) => path.slice(0, path.lastIndexOf('/'))))] : [];
  return [
    ...above.filter((path) => path.split('/').length > 2).map((path) => directory(path)),
    ...own.map((path) => directory(path, { owner: ACCOUNT, group: ACCOUNT, mode: 0o700 })),
  ];
}

/** A single drive of a single host is of a kind of its own, which cannot become another. */
const formatOf = (pools: readonly Pool[]): string =>
  isAlone(pools) && pools[0]?.drives.length === 1 ? 'xl-single' : 'xl';

function guards(host: Host, pools: readonly Pool[], { onSystemDisk }: Params): readonly Declared[] {
  const own = poolOf(pools, host).drives;
  const kind = assert('what lies on the drives is of this kind of MinIO', {
    command: [
      'sh',
      '-c',
      `format=$1; shift; for d; do [ ! -e "$d/${FORMAT}" ] || grep -qF "\\"format\\":\\"$format\\"" "$d/${FORMAT}" || exit 1; done`,
      'sh',
      formatOf(pools),
      ...own,
    ],
    hint: 'A folder or a single drive cannot become a cluster: copy its objects (mc mirror) to a new one, and move the old data away.',
  });
  if (onSystemDisk) return [kind];
  return [
    kind,
    assert('each drive of MinIO is a file system of its own', {
      command: [
        'sh',
        '-c',
        'for p; do while [ ! -e "$p" ]; do p=$(dirname "$p"); done; [ "$(stat -c %d "$p")" != "$(stat -c %d /)" ] || exit 1; done',
        'sh',
        ...own,
      ],
      hint: `Mount a drive at each of ${own.join(', ')}; for a trial, say onSystemDisk: true.`,
    }),
  ];
}

/** A member of a running cluster, which others can stand in for. */
const hasOthers = ({ peers, record }: Pick<ClusterContext<Params>, 'peers' | 'record'>): boolean =>
  record?.formed === true && peers.length > 1;

/**
 * What was written while another member was away is on too few drives to do without this one as well: where the parity does not bear both, it is
 * brought to all of them first.
 */
const letGo = ({ params, peers }: Pick<ClusterContext<Params>, 'params' | 'peers'>): readonly Declared<'command'>[] => {
  const pools = poolsOf(params, peers);
  return [
    ...(bearsTwo(pools, parityOf(params, pools))
      ? []
      : [heal('heal what others missed, before this member is stopped')]),
    act.command([MEMBER, 'may-stop'], {
      name: 'wait until the cluster can do without this member',
      timeoutMs: DRAIN_MS,
    }),
  ];
};

/** MinIO itself comes to an object that a member missed only in the course of weeks, or when it is read. */
const healedCheck = (): Job<string> =>
  check('healed', {
    after: [],
    done: askHealed(),
    run: [heal('heal what a member missed while it was away')],
  });

/** MinIO: objects in buckets, spread over the drives of several hosts. */
export const minio = defineRole({
  name: 'minio',
  params,
  needs: {
    cpus: 1,
    // 2 GiB of it are taken at the start.
    memory: '4GiB',
    disk: { path: '/var/lib/minio', size: '10GiB' },
    listens: [{ name: 's3', port: 9000, param: 'port', unit: 'minio.service', from: ['members'] }],
  },
  cluster: {
    apartBy: 'server',
    maxUnavailable: 1,
    leastInProduction: 3,
    // Members compare their program, their drives and their settings, and wait for one another until they are the same.
    change: {
      togetherOn: [
        `artifact:${SERVER}`,
        `file:${POOLS}`,
        `file:${SHARED}`,
        `file:${ROOT_USER}`,
        `file:${ROOT_PASSWORD}`,
      ],
    },
  },
  observe: {
    pools: () => ask.file(POOLS, { parse: readPools }),
    deployment: ({ params, host, peers }) =>
      ask.file(`${poolOf(poolsOf(params, peers), host).drives[0]}/${FORMAT}`, { parse: readDeployment }),
  },
  decide: ({ params, peers, record, answers }) => {
    const pools = poolsOf(params, peers);
    const wanted = pools.map((pool) => ({ ...pool, endpoints: endpointsOf(pool, params.port, isAlone(pools)) }));
    const decision = decide({ peers, record, answers, wanted: { pools: wanted } });
    // Only then: that a list became another one says more than that the other one is worth less.
    parityOf(params, pools);
    return decision;
  },
  // Where no member can be asked, the site's record knows.
  frozen: ({ params, peers }) => {
    const pools = poolsOf(params, peers);
    const each = pools.flatMap((pool, index) => [
      [`drives of pool ${index + 1}`, [...endpointsOf(pool, params.port, isAlone(pools))]] as const,
      [`set size of pool ${index + 1}`, pool.setSize] as const,
    ]);
    return { ...Object.fromEntries(each), parity: parityOf(params, pools) };
  },
  stage: ({ params }) => programs(params, false),
  drain: (cluster) => (hasOthers(cluster) ? letGo(cluster) : []),
  resources: ({ params, host, peers }) => {
    const pools = poolsOf(params, peers);
    const [server, ...others] = programs(params, true);
    const [authority, ...certificates] = tls(host, params);
    // The server opens it with O_NOATIME, which open(2) allows to a file's owner alone.
    const told = file(POOLS, { content: poolsText(pools, params), owner: ACCOUNT, mode: 0o440 });
    const shared = file(SHARED, { content: sharedText(params, pools) });
    const rootUser = file(ROOT_USER, { content: `${params.root.user}\n`, ...OF_THE_SERVER });
    const rootPassword = file(ROOT_PASSWORD, { content: `${params.root.password}\n`, ...OF_THE_SERVER });
    const daemon = unit('minio.service', { content: unitText(host, pools, params) });
    const restartOn = [server, authority, told, shared, rootUser, rootPassword, daemon];
    return [
      ...guards(host, pools, params),
      user(ACCOUNT, { system: true, home: '/var/lib/minio' }),
      server,
      ...others,
      ...peers.map(({ name, address }) => hostsEntry(name, { address })),
      ...[CONFIG_FOLDER, CERTIFICATES, `${CERTIFICATES}/CAs`].map((path) => directory(path)),
      authority,
      ...certificates,
      ...client(params),
      ...drives(host, pools, params),
      directory('/usr/local/lib/rolecall'),
      file(MEMBER, { content: MEMBER_PROGRAM, mode: 0o755 }),
      told,
      shared,
      rootUser,
      rootPassword,
      daemon,
      service('minio', { enabled: true, running: true, restartOn }),
    ];
  },
  probe: () => askClient(['ping', '--count', '1', ROOT_ALIAS], isAlive),
  clusterProbe: ({ params, peers }) => askWhole(params, peers),
  jobs: ({ params, peers }) => [...accessChecks(params), ...(peers.length > 1 ? [healedCheck()] : [])],
  recipes: { replace },
  cannot,
  outputs: ({ params, host }) => ({
    address: host.address,
    port: params.port,
    url: `https://${host.address}:${params.port}`,
  }),
  clusterOutputs: ({ params, peers }) => ({
    endpoints: peers.map(({ address }) => `https://${address}:${params.port}`),
    buckets: params.buckets.map(({ name }) => name),
  }),
});
