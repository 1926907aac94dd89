import { act, ask, check, defineRole, pkg, type RawAnswers, type RedisReply } from '@rolecall/roles';
import { primaryAddress, printed, readState, serverRole, watched } from './answers.ts';
import { leastReplicas, quorumOf } from './config.ts';
import { EXPORTER, EXPORTER_PORT, exporter } from './exporter.ts';
import { backups, kernel, memberProgram, sentinel, server, shown, shownIn, task } from './member.ts';
import { type Params, params } from './params.ts';
import { ACCOUNT, DATA, MASTER } from './places.ts';
import { backup, decommission, move, replace } from './recipes.ts';
import { decide, follows, order, whole } from './topology.ts';

/** The program asks other members too, and gives each of them some seconds. */
const LOOK_MS = 15_000;

/** Asks a server or sentinel of the host; with TLS by its command line, since the agent speaks Redis's protocol in clear only. */
function asks<T>(
  who: 'server' | 'sentinel',
  words: readonly string[],
  { tls, port, sentinel, password }: Params,
  parse: (reply: RedisReply) => T | undefined,
) {
  if (!tls) return ask.redis(words, { port: who === 'server' ? port : sentinel.port, password, parse });
  return ask.command(task('ask', who, ...words), {
    group: ACCOUNT,
    parse: (answer: RawAnswers['command']) => parse(printed(answer, words[0] === 'INFO')),
  });
}

/** A replicated Redis with a sentinel beside each server, from Debian's packages. */
export const redis = defineRole({
  name: 'redis',
  params,
  needs: {
    cpus: 1,
    memory: '512MiB',
    memoryFor: { param: 'maxMemory', times: 2 },
    disk: { path: DATA, size: '2GiB' },
    listens: [
      { name: 'redis', port: 6379, param: 'port', unit: 'redis-server.service', from: ['members'] },
      { name: 'sentinel', port: 26379, param: 'sentinel.port', unit: 'redis-sentinel.service', from: ['members'] },
    ],
  },
  cluster: { sizes: [1, 3, 5], apartBy: 'server', maxUnavailable: 1 },
  observe: {
    primary: ({ params }) => asks('sentinel', ['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', MASTER], params, primaryAddress),
    watched: ({ params }) => asks('sentinel', ['SENTINEL', 'MASTER', MASTER], params, watched),
    server: ({ params }) => asks('server', ['INFO', 'replication'], params, serverRole),
  },
  decide: ({ params, peers, record, answers }) =>
    decide({
      peers,
      record,
      answers,
      wanted: { quorum: quorumOf(params, peers.length), minReplicas: leastReplicas(params, peers.length) },
    }),
  order,
  // Everybody asks at these ports, and knows the others by them: nothing could be changed one member at a time.
  frozen: ({ params }) => ({ port: params.port, 'sentinel port': params.sentinel.port, tls: params.tls }),
  // A member is got out of service by the program as it is now.
  stage: ({ params, host, peers }) => memberProgram(host, peers, params),
  drain: ({ record }) =>
    record?.formed === true
      ? [
          act.command(task('make-ready'), {
            name: 'hand the part of the primary to another member',
            unless: task('ready'),
            timeoutMs: 120_000,
          }),
        ]
      : [],
  resources: ({ params, host, peers, record, decided }) => {
    const primary = follows(host, { peers, record, decided });
    const member = { host, members: peers.length, given: params, shown: shown(host, params) };
    return [
      ...memberProgram(host, peers, params),
      pkg('redis-server', { start: false }),
      pkg('redis-sentinel', { start: false }),
      ...(params.metrics ? [pkg(EXPORTER, { start: false })] : []),
      ...kernel(),
      ...shownIn(params),
      ...member.shown,
      ...server(member, { primary }),
      ...sentinel(member, { primary: primary ?? host.address }),
      ...(params.metrics ? exporter(params) : []),
      ...backups(params),
    ];
  },
  probe: ({ params }) => ask.tcp(params.port),
  clusterProbe: ({ host, peers, record, decided }) =>
    ask.command(task('state'), {
      group: ACCOUNT,
      timeoutMs: LOOK_MS,
      until: (answer) => whole(readState(answer), { host, peers, record, decided }),
    }),
  jobs: ({ peers }) =>
    peers.length === 1
      ? []
      : [
          // Sentinel never forgets by itself, and counts those that are gone for its majority.
          check('sentinels', {
            lock: 'maintenance',
            done: ask.command(task('agreed'), { group: ACCOUNT, timeoutMs: LOOK_MS }),
            run: [act.command(task('agree'), { deadline: '10m' })],
          }),
        ],
  recipes: { move, replace, decommission, backup },
  outputs: ({ params, host }) => ({
    address: host.address,
    port: params.port,
    metrics: params.metrics ? { job: 'redis', address: host.address, port: EXPORTER_PORT } : null,
  }),
  clusterOutputs: ({ params, peers, decided }) => ({
    /** The primary when this was worked out; clients that must follow a failover ask the sentinels. */
    address: decided.primary,
    port: params.port,
    tls: params.tls,
    primaryName: MASTER,
    sentinels: peers.map(({ address }) => ({ address, port: params.sentinel.port })),
  }),
});
