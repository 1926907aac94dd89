import { join } from 'node:path';
import type { CommandResult } from '../../lab/machine/command.ts';
import { applySite, succeed } from './commands.ts';
import { type Fleet, out, startFleet } from './fleet.ts';
import { type RedisClient, redisClient } from './redis-client.ts';

export const EXAMPLE = join(import.meta.dirname, '../../../examples/redis/site.ts');
export const HOSTS = ['db-1', 'db-2', 'db-3'] as const;
/** The password: it may stand in no other place than those that need it. */
export const CANARY = 'canary-5d1f7c-of-this-test';
const PACKAGES = [
  'redis-server',
  'redis-sentinel',
  'prometheus-redis-exporter',
  'prometheus',
  'prometheus-node-exporter',
];

/** The example on real hosts, with what is asked of it. */
export interface RedisFleet {
  readonly fleet: Fleet;
  /** Applies a site, the example unless told; an error shows all that was printed. */
  apply(site?: string, ...words: readonly string[]): Promise<CommandResult>;
  /** Asks Redis or Sentinel on a host, with the password from the file that holds it, so that it is in no argv. */
  redisCli(host: string, ...words: readonly string[]): Promise<string>;
  /** What one host's sentinel says who is primary, as a host's name. */
  primary(host?: string): Promise<string>;
  /** What one host's sentinel knows: `slaves=2,sentinels=3` is all. */
  sentinels(host: string): Promise<string>;
  /** What the sentinels of these hosts count, all three unless told: the quorum, other sentinels, and replicas, as in `2 2 2`. */
  counts(hosts?: readonly string[]): Promise<readonly string[]>;
  replication(host: string): Promise<string>;
  /** When the server of each host was last started, in microseconds since the machine's boot; in the order of the lab. */
  starts(): Promise<readonly string[]>;
  client(operationMs?: number, ca?: string): RedisClient;
}

export async function startRedisFleet(): Promise<RedisFleet> {
  const fleet = await startFleet({ hosts: HOSTS, cachedPackages: PACKAGES });
  await succeed(fleet, ['secrets', 'set', 'redis/password'], { input: CANARY });
  const redisCli: RedisFleet['redisCli'] = (host, ...words) => {
    const password = "$(sed -n 's/^user default on >\\([^ ]*\\).*/\\1/p' /etc/redis/users.acl)";
    return out(fleet.host(host), 'sh', '-c', `REDISCLI_AUTH=${password} exec redis-cli --raw "$@"`, 'sh', ...words);
  };
  return {
    fleet,
    redisCli,
    apply: (site = EXAMPLE, ...words) => applySite(fleet, site, ...words),
    primary: async (host = HOSTS[0]) => {
      const told = await redisCli(host, '-p', '26379', 'sentinel', 'get-master-addr-by-name', 'main');
      const address = told.split('\n')[0] ?? '';
      return fleet.lab.hosts.find((one) => one.address === address)?.name ?? address;
    },
    sentinels: (host) => redisCli(host, '-p', '26379', 'info', 'sentinel'),
    counts: (hosts = HOSTS) =>
      Promise.all(
        hosts.map(async (host) => {
          const lines = (await redisCli(host, '-p', '26379', 'sentinel', 'master', 'main')).split('\n');
          const figure = (name: string) => lines[lines.indexOf(name) + 1];
          return ['quorum', 'num-other-sentinels', 'num-slaves'].map(figure).join(' ');
        }),
      ),
    replication: (host) => redisCli(host, 'info', 'replication'),
    starts: () =>
      Promise.all(
        fleet.lab.hosts.map(async (host) => {
          const words = ['show', '-p', 'ActiveEnterTimestampMonotonic', '--value', 'redis-server'];
          return (await out(host, 'systemctl', ...words)).trim();
        }),
      ),
    client: (operationMs, ca) =>
      redisClient(
        fleet.lab.hosts.map(({ address }) => address),
        { password: CANARY, ...(ca === undefined ? {} : { ca }) },
        operationMs,
      ),
  };
}

/** Nothing was changed, and nothing went wrong. */
export const nothingChanged = (done: CommandResult): void => {
  expect(done.stdout).not.toMatch(/(changed|failed|skipped|unreachable)(=|$)/m);
  expect(done.exitCode).toBe(0);
};
