import { changedSite } from './harness/changed-site.ts';
import { enrol, type Fleet, out, until } from './harness/fleet.ts';
import { writeAndRead } from './harness/load.ts';
import { EXAMPLE, HOSTS, nothingChanged, type RedisFleet, startRedisFleet } from './harness/redis-fleet.ts';
import { snapshot } from './harness/snapshot.ts';

/** What all three sentinels count. */
const COUNTED = HOSTS.map(() => '2 2 2');

/** What takes longer about the main job. Every test begins and ends with the example applied, but for the last one. */
let redis: RedisFleet;
let fleet: Fleet;

const cli = (...words: readonly string[]) => fleet.cli(words);
const figure = (info: string, name: string) => new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1];
const pings = (seconds: string) =>
  Promise.all(HOSTS.map((host) => redis.redisCli(host, 'config', 'set', 'repl-ping-replica-period', seconds)));
const applied = async (...changes: readonly (readonly [string, string])[]) => {
  using site = changedSite(EXAMPLE, ...changes);
  return await redis.apply(site.path);
};

beforeAll(async () => {
  redis = await startRedisFleet();
  fleet = redis.fleet;
  await redis.apply();
}, 900_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

interface Planned {
  readonly instances: readonly {
    readonly changes: readonly { readonly kind: string; readonly key: string }[];
  }[];
}

describe('what differs on a host', () => {
  test('a wholly owned file edited by hand shows as a diff, and apply repairs just that', async () => {
    const host = fleet.host('db-1');
    const wanted = await host.readFile('/etc/prometheus/prometheus.yml');
    await host.writeFile('/etc/prometheus/prometheus.yml', `${wanted}# by hand\n`);
    expect((await cli('plan', EXAMPLE, '--diff')).stdout).toContain('-# by hand');
    await redis.apply();
    expect(await host.readFile('/etc/prometheus/prometheus.yml')).toBe(wanted);
  });

  test('a service stopped by hand shows in the plan, and apply starts just that', async () => {
    const host = fleet.host('db-3');
    await out(host, 'systemctl', 'stop', 'prometheus-node-exporter');
    const plan = JSON.parse((await cli('plan', EXAMPLE, '--json')).stdout) as Planned;
    expect(plan.instances.flatMap(({ changes }) => changes.map(({ kind, key }) => `${kind}:${key}`))).toEqual([
      'service:prometheus-node-exporter',
    ]);
    await redis.apply();
    expect(await out(host, 'systemctl', 'is-active', 'prometheus-node-exporter')).toBe('active\n');
  });

  test('--check writes nothing, also where something differs', async () => {
    const host = fleet.host('db-1');
    await out(host, 'sh', '-c', 'echo "# by hand" >> /etc/prometheus/prometheus.yml');
    const before = await snapshot(host);
    const checked = await cli('apply', EXAMPLE, '--check', '--detailed-exitcode');
    expect(checked.exitCode).toBe(2);
    expect(await snapshot(host)).toBe(before);
    await redis.apply();
  });
});

test('destroy leaves no service and no file of it, keeps its data, and apply brings it back', async () => {
  using client = redis.client();
  await client.put('survives', 'destroy');
  const destroyed = await cli('destroy', EXAMPLE, '-y');
  expect([destroyed.exitCode, destroyed.stdout]).toEqual([0, expect.stringMatching(/removed=/)]);
  for (const host of HOSTS) {
    const [units, left, data] = await Promise.all([
      out(fleet.host(host), 'sh', '-c', 'systemctl list-units --plain --no-legend "redis*" "prometheus*"'),
      out(fleet.host(host), 'sh', '-c', 'ls -d /etc/redis/*.acl /etc/systemd/system/redis* 2>/dev/null || true'),
      out(fleet.host(host), 'sh', '-c', 'ls /var/lib/redis'),
    ]);
    expect([host, units, left]).toEqual([host, '', '']);
    expect(data).toMatch(/appendonly/);
  }
  nothingChanged(await cli('destroy', EXAMPLE, '-y'));
  await redis.apply();
  nothingChanged(await redis.apply());
  using again = redis.client();
  expect(await again.get('survives')).toBe('destroy');
}, 600_000);

describe('the primary', () => {
  test('is handed over to the member that a person names, under a client that loses nothing', async () => {
    const old = await redis.primary();
    const next = HOSTS.findLast((host) => host !== old) ?? '';
    // A PING of the old primary that falls into the handing over would put its replicas ahead of the new one.
    await pings('1');
    const copied = async () => figure(await redis.redisCli(next, 'info', 'stats'), 'sync_full');
    const before = await copied();
    using client = redis.client();
    using load = writeAndRead(client, 'handed:');
    const words = ['/usr/local/lib/rolecall/redis-member', 'hand-over', fleet.host(next).address];
    const done = await cli('run', `host ~ "${old}"`, '--', ...words);
    const met = await load.stop();
    expect([done.exitCode, done.stderr]).toEqual([0, '']);
    expect(await redis.primary()).toBe(next);
    expect(met.failed).toEqual([]);
    expect(await client.count('handed:')).toBe(met.acknowledged);
    expect(client.met.interruptions.slice(2)).toEqual([]);
    expect([await copied(), figure(await redis.replication(next), 'connected_slaves')]).toEqual([before, '2']);
    expect(await redis.redisCli(old, 'config', 'get', 'repl-ping-replica-period')).toMatch(/\n1\n/);
    await pings('10');
    nothingChanged(await redis.apply());
  }, 300_000);

  test('that dies takes along at most what it acknowledged in its last second, and clients go on within seconds', async () => {
    const old = fleet.host(await redis.primary());
    const witness = HOSTS.find((host) => host !== old.name) ?? '';
    using client = redis.client(60_000);
    using load = writeAndRead(client, 'killed:');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await old.kill();
    await until('another is primary', async () => (await redis.primary(witness)) !== old.name);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const met = await load.stop();
    expect(met.failed).toEqual([]);
    // The client writes at most a hundred keys a second.
    expect(met.acknowledged - (await client.count('killed:'))).toBeLessThan(100);
    expect(client.met.longestMs).toBeLessThan(30_000);
    await old.start();
    await until('the old primary is a replica', async () => (await redis.replication(old.name)).includes('role:slave'));
    await until('its agent is back', async () => !(await cli('hosts')).stdout.includes('away'));
    nothingChanged(await redis.apply());
  }, 300_000);
});

describe('the sentinels', () => {
  test('all take another quorum, without a restart', async () => {
    const started = () => out(fleet.host('db-2'), 'systemctl', 'show', '-p', 'ActiveEnterTimestamp', 'redis-sentinel');
    const before = await started();
    expect(await redis.counts()).toEqual(COUNTED);
    await applied(["maxMemory: '256MiB'", 'sentinel: { quorum: 3 }']);
    expect(await redis.counts()).toEqual(HOSTS.map(() => '3 2 2'));
    expect(await started()).toBe(before);
    await redis.apply();
    expect(await redis.counts()).toEqual(COUNTED);
  }, 300_000);

  test('without a majority of them nothing is changed', async () => {
    const stopped = ['db-1', 'db-3'] as const;
    for (const host of stopped) await out(fleet.host(host), 'systemctl', 'stop', 'redis-sentinel');
    try {
      using changed = changedSite(EXAMPLE, ["maxMemory: '256MiB'", "maxMemory: '200MiB'"]);
      const done = await cli('apply', changed.path, '-y');
      expect([done.exitCode, done.stderr]).toEqual([
        1,
        expect.stringMatching(/2 of 3 sentinels .*db-1, db-3.*majority is lost/),
      ]);
      expect(await redis.redisCli('db-2', 'config', 'get', 'maxmemory')).toContain('268435456');
    } finally {
      for (const host of stopped) await out(fleet.host(host), 'systemctl', 'start', 'redis-sentinel');
    }
    nothingChanged(await redis.apply());
  }, 300_000);
});

test('a user of the site may do what it was granted, and every member keeps copies that can be read', async () => {
  const users =
    "users: [{ name: 'app', password: secret('redis/app', { generate: 32 }), may: '~app:* +@read +@write' }]";
  await applied(["maxMemory: '256MiB'", users]);
  const host = fleet.host(await redis.primary());
  const as = (...words: readonly string[]) => {
    const secret = "$(sed -n 's/^user app on >\\([^ ]*\\).*/\\1/p' /etc/redis/users.acl)";
    return out(host, 'sh', '-c', `REDISCLI_AUTH=${secret} redis-cli --user app "$@" 2>&1 || true`, 'sh', ...words);
  };
  expect(await as('set', 'app:one', '1')).toContain('OK');
  expect(await as('set', 'other', '1')).toContain('NOPERM');
  expect(await as('config', 'get', 'masterauth')).toContain('NOPERM');
  await redis.apply();

  for (const name of HOSTS) await out(fleet.host(name), 'systemctl', 'start', 'redis-backup');
  for (const name of HOSTS) {
    const kept = await out(fleet.host(name), 'find', '/var/backups/redis', '-type', 'f', '-printf', '%f %m\\n');
    expect(kept).toMatch(/^redis-\d{8}T\d{6}Z\.rdb 600\n$/);
  }
}, 600_000);

test('three grow to five, hand over though three replicas must follow, and shrink to three again: no write is refused, and all sentinels count who is there', async () => {
  const added = await fleet.lab.addHosts(['db-4', 'db-5']);
  await Promise.all(added.map((host) => enrol(fleet.controller, host)));
  const hosts = [
    "'db-3': {",
    "'db-4': { labels: { server: 'd' } }, 'db-5': { labels: { server: 'e' } }, 'db-3': {",
  ] as const;
  const five = ["['db-1', 'db-2', 'db-3']", "['db-1', 'db-2', 'db-3', 'db-4', 'db-5']"] as const;
  const most = ["maxMemory: '256MiB'", "maxMemory: '256MiB', minReplicas: 3"] as const;
  await applied(hosts, five, most);
  const all = [...HOSTS, 'db-4', 'db-5'];
  expect(await redis.counts(all)).toEqual(all.map(() => '3 4 4'));
  nothingChanged(await applied(hosts, five, most));

  const words = ['/usr/local/lib/rolecall/redis-member', 'hand-over', fleet.host('db-5').address];
  using client = redis.client();
  using load = writeAndRead(client, 'five:');
  await out(fleet.host(await redis.primary()), ...words);
  // No write is refused before so many replicas as it asks for follow the new primary.
  expect(await load.stop()).toMatchObject({ failed: [] });
  using without = changedSite(EXAMPLE, hosts);
  const refused = await cli('apply', without.path, '-y');
  expect([refused.exitCode, refused.stderr]).toEqual([
    1,
    expect.stringMatching(/primary .*no host of this use.*hand-over/),
  ]);
  await out(fleet.host('db-5'), ...words.slice(0, 2), fleet.host('db-1').address);
  // The one that handed it over knows first; on a busy machine another one may be late.
  await until('all sentinels name db-1', async () => {
    const named = await Promise.all(all.map((host) => redis.primary(host)));
    return named.every((host) => host === 'db-1');
  });
  await applied(hosts);
  expect(await redis.counts()).toEqual(COUNTED);
}, 900_000);

test('the password is changed in three applies under a client that has the one and then the other, and loses nothing', async () => {
  const set = await fleet.cli(['secrets', 'set', 'redis/next'], { input: 'another-password-of-this-test' });
  expect(set.exitCode).toBe(0);
  const password = "password: secret('redis/password', { generate: 32 })";
  const both = (one: string, other: string): readonly [string, string] => [
    password,
    `password: secret('${one}'), alsoAccept: secret('${other}')`,
  ];
  using client = redis.client();
  using load = writeAndRead(client, 'password:');
  await applied(both('redis/password', 'redis/next'));
  await applied(both('redis/next', 'redis/password'));
  const met = await load.stop();
  expect(met.failed).toEqual([]);
  expect(await client.count('password:')).toBe(met.acknowledged);
  await applied([password, "password: secret('redis/next')"]);
  const refused = await fleet
    .host('db-1')
    .exec(['sh', '-c', 'REDISCLI_AUTH=canary-5d1f7c-of-this-test redis-cli ping 2>&1']);
  expect(refused.stdout).toContain('NOAUTH');
}, 900_000);
