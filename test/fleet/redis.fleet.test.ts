import { join } from 'node:path';
import type { CommandResult } from '../lab/machine/command.ts';
import { type Fleet, out, startFleet, until } from './harness/fleet.ts';
import { snapshot } from './harness/snapshot.ts';

/**
 * The main job on three real hosts. Every test begins and ends with the example applied, so they may run in any order.
 */
const EXAMPLE = join(import.meta.dirname, '../../examples/redis/site.ts');
const HOSTS = ['db-1', 'db-2', 'db-3'] as const;
const CANARY = 'canary-5d1f7c-of-this-test';
const PACKAGES = [
  'redis-server',
  'redis-sentinel',
  'prometheus-redis-exporter',
  'prometheus',
  'prometheus-node-exporter',
];

let fleet: Fleet;
let firstPlan: CommandResult;
let firstApply: CommandResult;

const cli = (...words: readonly string[]) => fleet.cli(words);
const apply = async (...words: readonly string[]): Promise<CommandResult> => {
  const done = await cli('apply', EXAMPLE, '-y', ...words);
  if (done.exitCode !== 0) throw new Error(`apply ended with ${done.exitCode}:\n${done.stdout}${done.stderr}`);
  return done;
};

/** Asks Redis or Sentinel on a host, with the password from the file that holds it, so that it is in no argv. */
const redisCli = (host: string, ...words: readonly string[]): Promise<string> => {
  const password = "$(sed -n 's/^user default on >\\([^ ]*\\).*/\\1/p' /etc/redis/users.acl)";
  return out(fleet.host(host), 'sh', '-c', `REDISCLI_AUTH=${password} exec redis-cli --raw "$@"`, 'sh', ...words);
};

/** What one host's Sentinel says who is primary, as an address. */
const primary = async (host: string): Promise<string> =>
  (await redisCli(host, '-p', '26379', 'sentinel', 'get-master-addr-by-name', 'main')).split('\n')[0] ?? '';

const sentinels = (host: string): Promise<string> => redisCli(host, '-p', '26379', 'info', 'sentinel');

const replication = (host: string): Promise<string> => redisCli(host, 'info', 'replication');

const nothingChanged = (done: CommandResult): void => {
  expect(done.stdout).not.toMatch(/changed=|failed=|skipped=|unreachable=/);
  expect(done.exitCode).toBe(0);
};

beforeAll(async () => {
  fleet = await startFleet({ hosts: HOSTS, cachedPackages: PACKAGES });
  const set = await fleet.cli(['secrets', 'set', 'redis/password'], { input: CANARY });
  if (set.exitCode !== 0) throw new Error(set.stderr);
  firstPlan = await cli('plan', EXAMPLE, '--json');
  firstApply = await cli('apply', EXAMPLE, '-y', '--json');
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
  test('one apply brings a replicated Redis with three sentinels', async () => {
    expect([firstApply.exitCode, firstApply.stderr.slice(-2000)]).toEqual([0, expect.anything()]);
    await until('every replica has its link up', async () =>
      (await replication('db-1')).includes('connected_slaves:2'),
    );
    expect(await sentinels('db-2')).toContain('slaves=2,sentinels=3');
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
    const planned = (JSON.parse(firstPlan.stdout) as Planned).instances.map(({ instance, changes }) => [
      instance,
      changes.map(({ kind, key }) => `${kind}:${key}`),
    ]);
    const ran = (JSON.parse(firstApply.stdout) as Ran).instances.map(({ instance, done }) => [
      instance,
      done.map(({ change }) => `${change.kind}:${change.key}`),
    ]);
    expect(ran.sort()).toEqual(planned.sort());
  });

  test('a second apply finds every instance ok and writes nothing on any host', async () => {
    const before = await Promise.all(fleet.lab.hosts.map(snapshot));
    nothingChanged(await apply());
    expect(await Promise.all(fleet.lab.hosts.map(snapshot))).toEqual(before);
  });

  test('an owned key edited by hand shows as a difference, and apply repairs just that', async () => {
    const host = fleet.host('db-2');
    const wanted = await host.readFile('/etc/redis/redis.conf');
    await out(host, 'sed', '-i', 's/^maxmemory .*/maxmemory 1mb/', '/etc/redis/redis.conf');
    const plan = await cli('plan', EXAMPLE, '--json', '--detailed-exitcode');
    expect(plan.exitCode).toBe(2);
    const changed = (JSON.parse(plan.stdout) as Planned).instances.filter(({ changes }) => changes.length > 0);
    expect(changed.map(({ instance, changes }) => [instance, changes.map(({ kind }) => kind)])).toEqual([
      ['redis@db-2', ['file', 'service']],
    ]);
    expect((await cli('plan', EXAMPLE, '--diff')).stdout).toContain('maxmemory');
    await apply();
    expect(await host.readFile('/etc/redis/redis.conf')).toBe(wanted);
    nothingChanged(await apply());
  });

  test('a wholly owned file edited by hand shows as a diff, and apply repairs just that', async () => {
    const host = fleet.host('db-1');
    const wanted = await host.readFile('/etc/prometheus/prometheus.yml');
    await host.writeFile('/etc/prometheus/prometheus.yml', `${wanted}# by hand\n`);
    expect((await cli('plan', EXAMPLE, '--diff')).stdout).toContain('-# by hand');
    await apply();
    expect(await host.readFile('/etc/prometheus/prometheus.yml')).toBe(wanted);
  });

  test('a service stopped by hand shows in the plan, and apply starts just that', async () => {
    const host = fleet.host('db-3');
    await out(host, 'systemctl', 'stop', 'prometheus-node-exporter');
    const plan = JSON.parse((await cli('plan', EXAMPLE, '--json')).stdout) as Planned;
    expect(plan.instances.flatMap(({ changes }) => changes.map(({ kind, key }) => `${kind}:${key}`))).toEqual([
      'service:prometheus-node-exporter',
    ]);
    await apply();
    expect(await out(host, 'systemctl', 'is-active', 'prometheus-node-exporter')).toBe('active\n');
  });

  test('--check writes nothing, also where something differs', async () => {
    const host = fleet.host('db-1');
    await out(host, 'sh', '-c', 'echo "# by hand" >> /etc/prometheus/prometheus.yml');
    const before = await snapshot(host);
    const checked = await cli('apply', EXAMPLE, '--check', '--detailed-exitcode');
    expect(checked.exitCode).toBe(2);
    expect(await snapshot(host)).toBe(before);
    await apply();
  });

  test("a secret's value is nowhere but in the files that need it", async () => {
    for (const host of fleet.lab.hosts) {
      const found = await host.exec(
        ['sh', '-c', `grep -rlF ${CANARY} /etc /var /run /opt /root /tmp /home --exclude-dir=proc 2>/dev/null; true`],
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

  test('destroy leaves no service and no file of it, keeps its data, and apply brings it back', async () => {
    await redisCli('db-1', '-h', '127.0.0.1', 'set', 'survives', 'destroy');
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
    await apply();
    nothingChanged(await apply());
  }, 600_000);

  test("when the primary's host loses power, Sentinel fails over, and neither plan nor apply undoes it", async () => {
    const address = await primary('db-1');
    const old = fleet.lab.hosts.find((host) => host.address === address);
    const witness = fleet.lab.hosts.find((host) => host !== old);
    if (old === undefined || witness === undefined) throw new Error(`nobody has ${address}`);
    await until('both replicas are in step', async () =>
      (await sentinels(witness.name)).includes('slaves=2,sentinels=3'),
    );
    await old.kill();
    await until('another is primary', async () => (await primary(witness.name)) !== old.address);
    const plan = JSON.parse((await cli('plan', EXAMPLE, '--json')).stdout) as Planned;
    expect(plan.instances.flatMap(({ changes }) => changes)).toEqual([]);
    await old.start();
    await until('the old primary is a replica', async () => (await replication(old.name)).includes('role:slave'));
    await until('its agent is back', async () =>
      (await cli('hosts')).stdout.split('\n').every((line) => !line.includes('away')),
    );
    nothingChanged(await apply());
    expect(await replication(old.name)).toContain('role:slave');
  });
});
