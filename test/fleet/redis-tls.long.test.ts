import { type ChangedSite, changedSite } from './harness/changed-site.ts';
import { out, until } from './harness/fleet.ts';
import { writeAndRead } from './harness/load.ts';
import { EXAMPLE, HOSTS, nothingChanged, type RedisFleet, startRedisFleet } from './harness/redis-fleet.ts';

/** The example with TLS between all. */
const TLS = ["maxMemory: '256MiB'", 'tls: true'] as const;
const LATER = [TLS[0], "tls: true, maxMemory: '200MiB'"] as const;

let redis: RedisFleet;
let site: ChangedSite;

beforeAll(async () => {
  redis = await startRedisFleet();
  site = changedSite(EXAMPLE, TLS);
  await redis.apply(site.path);
}, 900_000);

afterAll(async () => {
  site?.[Symbol.dispose]();
  await redis?.fleet.remove();
}, 120_000);

describe('a Redis with TLS', () => {
  test('answers nobody in clear, neither its servers nor its sentinels', async () => {
    for (const host of HOSTS) {
      for (const port of ['6379', '26379']) {
        const plain = await redis.fleet.host(host).exec(['timeout', '5', 'redis-cli', '-p', port, 'ping']);
        expect([host, port, plain.stdout]).toEqual([host, port, expect.not.stringContaining('PONG')]);
        expect(plain.stdout).not.toContain('NOAUTH');
      }
    }
  });

  test('is found as it was by a second apply, and its exporter reads it', async () => {
    nothingChanged(await redis.apply(site.path));
    for (const host of HOSTS) {
      await until(`the exporter on ${host} reads it`, async () =>
        /^redis_up 1$/m.test(await out(redis.fleet.host(host), 'curl', '-s', 'http://127.0.0.1:9121/metrics')),
      );
    }
  });

  test('is changed one member at a time under a client that trusts the authority and loses nothing', async () => {
    const ca = await redis.fleet.host('db-1').readFile('/etc/redis-tls/ca.crt');
    using client = redis.client(10_000, ca);
    using load = writeAndRead(client, 'tls:');
    using changed = changedSite(EXAMPLE, LATER);
    await redis.apply(changed.path);
    const met = await load.stop();
    expect(met.failed).toEqual([]);
    expect(met.acknowledged).toBeGreaterThan(50);
    expect(await client.count('tls:')).toBe(met.acknowledged);
  }, 300_000);

  test('cannot be made to speak in clear again', async () => {
    const done = await redis.fleet.cli(['apply', EXAMPLE, '-y']);
    expect([done.exitCode, done.stderr]).toEqual([
      1,
      expect.stringMatching(
        /tls of redis@db-1 has been true since its first start and cannot become false\n.*put true back/,
      ),
    ]);
    using changed = changedSite(EXAMPLE, LATER);
    nothingChanged(await redis.apply(changed.path));
  });
});
