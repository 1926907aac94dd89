import type { CommandResult } from '../lab/machine/command.ts';
import { changedSite } from './harness/changed-site.ts';
import { type Fleet, out, until } from './harness/fleet.ts';
import { CANARY, EXAMPLE, HOSTS, nothingChanged, type RedisFleet, startRedisFleet } from './harness/redis-fleet.ts';
import { snapshot } from './harness/snapshot.ts';
import { turnsOf } from './harness/turns.ts';
import { expectSafe, underLoad } from './harness/under-load.ts';

/**
 * The main job on three real hosts. Every test begins and ends with the example applied, so they may run in any order. What
 * takes longer is in redis.long.test.ts.
 */
let redis: RedisFleet;
let fleet: Fleet;
let firstPlan: CommandResult;
let firstApply: CommandResult;

beforeAll(async () => {
  redis = await startRedisFleet();
  fleet = redis.fleet;
  firstPlan = await fleet.cli(['plan', EXAMPLE, '--json']);
  firstApply = await fleet.cli(['apply', EXAMPLE, '-y', '--json']);
}, 900_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

interface Planned {
  readonly instances: readonly {
    readonly instance: string;
    readonly changes: readonly { readonly kind: string; readonly key: string }[];
  }[];
}
interface Ran {
  readonly outcome: string;
  readonly instances: readonly {
    readonly instance: string;
    readonly done: readonly {
      readonly change: { readonly kind: string; readonly key: string };
      readonly outcome: string;
    }[];
  }[];
}

describe('the redis example on three hosts', () => {
  test('one apply brings a replicated Redis with three sentinels that know one another', async () => {
    expect([firstApply.exitCode, firstApply.stderr.slice(-2000)]).toEqual([0, expect.anything()]);
    for (const host of HOSTS) expect(await redis.sentinels(host)).toContain('status=ok');
    for (const host of HOSTS) expect(await redis.sentinels(host)).toContain('slaves=2,sentinels=3');
  });

  test('Prometheus scrapes every exporter that the other roles gave it', async () => {
    await until(
      'all six targets are up',
      async () => {
        const answer = await out(fleet.host('db-1'), 'curl', '-s', 'http://127.0.0.1:9090/api/v1/targets?state=active');
        const targets = (
          JSON.parse(answer) as { data: { activeTargets: { health: string; labels: { job: string } }[] } }
        ).data.activeTargets;
        const up = targets.filter(({ health }) => health === 'up').map(({ labels }) => labels.job);
        return up.filter((job) => job === 'node').length === 3 && up.filter((job) => job === 'redis').length === 3;
      },
      60_000,
    );
  });

  test('the plan before the first apply listed exactly what apply then did', () => {
    // Jobs are planned by their names, and done by their commands.
    const onHosts = ({ instance }: { readonly instance: string }) => !instance.endsWith('@-');
    const planned = (JSON.parse(firstPlan.stdout) as Planned).instances
      .filter(onHosts)
      .map(({ instance, changes }) => [instance, changes.map(({ kind, key }) => `${kind}:${key}`)]);
    const ran = (JSON.parse(firstApply.stdout) as Ran).instances
      .filter(onHosts)
      .map(({ instance, done }) => [instance, done.map(({ change }) => `${change.kind}:${change.key}`)]);
    expect(planned.length).toBeGreaterThan(6);
    expect(ran.sort()).toEqual(planned.sort());
  });

  test('a second apply finds every instance ok and writes nothing on any host', async () => {
    const before = await Promise.all(fleet.lab.hosts.map(snapshot));
    nothingChanged(await redis.apply());
    expect(await Promise.all(fleet.lab.hosts.map(snapshot))).toEqual(before);
  });

  test('owned keys edited by hand show as differences, and apply repairs just those: the primary last, under a client that loses nothing', async () => {
    for (const host of fleet.lab.hosts) {
      await out(host, 'sed', '-i', 's/^maxmemory .*/maxmemory 1mb/', '/etc/redis/redis.conf');
    }
    const plan = await fleet.cli(['plan', EXAMPLE, '--json', '--detailed-exitcode']);
    expect(plan.exitCode).toBe(2);
    const changed = (JSON.parse(plan.stdout) as Planned).instances.filter(({ changes }) => changes.length > 0);
    expect(changed.map(({ instance, changes }) => [instance, changes.map(({ kind }) => kind)]).sort()).toEqual(
      HOSTS.map((host) => [`redis@${host}`, ['file', 'service']]),
    );

    const primary = await redis.primary();
    const started = await redis.starts();
    using client = redis.client();
    const rolled = await underLoad({ fleet, members: HOSTS, port: 6379 }, client, 'rolled:', () =>
      fleet.cli(['apply', EXAMPLE, '-y', '--jsonl']),
    );

    const { came } = rolled;
    expect([came.exitCode, came.stderr]).toEqual([0, expect.anything()]);
    expectSafe(rolled, await client.count('rolled:'), 'redis');
    // Redis writes its file itself when its part changes: whoever took over may have nothing left to be restarted for.
    const restarted = (await redis.starts()).filter((at, index) => Number(at) > Number(started[index]));
    expect(restarted.length).toBeGreaterThanOrEqual(2);
    // The connection to the former primary ends once.
    expect(client.met.interruptions.slice(2)).toEqual([]);
    expect(client.met.longestMs).toBeLessThan(10_000);
    expect(await redis.primary()).not.toBe(primary);

    const turns = turnsOf(came.stdout, 'redis');
    expect(turns.map(({ instance }) => instance).sort()).toEqual(HOSTS.map((host) => `redis@${host}`));
    expect(turns.at(-1)?.instance).toBe(`redis@${primary}`);
    for (const host of HOSTS) expect(await redis.redisCli(host, 'config', 'get', 'maxmemory')).toContain('268435456');
    nothingChanged(await redis.apply());
  }, 300_000);

  test("a secret's value is nowhere but in the files that need it", async () => {
    for (const host of fleet.lab.hosts) {
      const found = await host.exec(
        [
          'sh',
          '-c',
          `grep -rlF ${CANARY} /etc /var /run /opt /root /tmp /home /usr/local --exclude-dir=proc 2>/dev/null; true`,
        ],
        { timeoutMs: 120_000 },
      );
      const files = found.stdout.split('\n').filter((file) => file !== '');
      expect(files.filter((file) => !file.startsWith('/etc/'))).toEqual([]);
      const journal = await host.exec([
        'sh',
        '-c',
        `journalctl --no-pager | grep -cF ${CANARY}; ps axww | grep -v grep | grep -cF ${CANARY}`,
      ]);
      expect(journal.stdout).toBe('0\n0\n');
    }
    const { run } = await import('../lab/machine/command.ts');
    const stored = await run(['grep', '-rlaF', CANARY, fleet.controller.data]);
    expect(stored.stdout).toBe('');
  });

  const refusals: readonly (readonly [string, readonly [string, string], RegExp])[] = [
    [
      'an even number of members',
      ["const members = ['db-1', 'db-2', 'db-3']", "const members = ['db-1', 'db-2']"],
      /1, 3 or 5/,
    ],
    ['another port', ["maxMemory: '256MiB'", 'port: 6380'], /port of redis@db-\d has been 6379 .*cannot become 6380/],
    ['a quorum that cannot be', ["maxMemory: '256MiB'", 'sentinel: { quorum: 4 }'], /quorum is 4.*3 sentinels/],
    ['writes that bear no lost member', ["maxMemory: '256MiB'", 'minReplicas: 2'], /minReplicas is 2.*1 at most/],
  ];

  test('what no cluster can bear is refused in one sentence, and nothing is touched', async () => {
    const before = await Promise.all(fleet.lab.hosts.map(snapshot));
    for (const [wish, change, says] of refusals) {
      using bad = changedSite(EXAMPLE, change);
      const done = await fleet.cli(['apply', bad.path, '-y']);
      expect([wish, done.exitCode, done.stderr]).toEqual([wish, 1, expect.stringMatching(says)]);
      expect(done.stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
    }
    expect(await Promise.all(fleet.lab.hosts.map(snapshot))).toEqual(before);
  });

  test("when the primary's host loses power, Sentinel fails over, and neither plan nor apply undoes it", async () => {
    const old = fleet.host(await redis.primary());
    const witness = fleet.lab.hosts.find((host) => host !== old)?.name ?? '';
    await old.kill();
    await until('another is primary', async () => (await redis.primary(witness)) !== old.name);
    const plan = JSON.parse((await fleet.cli(['plan', EXAMPLE, '--json'])).stdout) as Planned;
    expect(plan.instances.flatMap(({ changes }) => changes)).toEqual([]);
    await old.start();
    await until('the old primary is a replica', async () => (await redis.replication(old.name)).includes('role:slave'));
    await until('its agent is back', async () =>
      (await fleet.cli(['hosts'])).stdout.split('\n').every((line) => !line.includes('away')),
    );
    nothingChanged(await redis.apply());
    expect(await redis.replication(old.name)).toContain('role:slave');
  });
});
