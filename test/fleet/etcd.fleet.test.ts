import type { CommandResult } from '../lab/machine/command.ts';
import type { ChangedSite } from './harness/changed-site.ts';
import { etcdClient } from './harness/etcd-client.ts';
import { type EtcdFleet, HOSTS, startEtcdFleet } from './harness/etcd-fleet.ts';
import { during, type Fleet, out, until } from './harness/fleet.ts';
import { killAgent } from './harness/kill.ts';
import { snapshot } from './harness/snapshot.ts';
import { turnsOf } from './harness/turns.ts';
import { expectSafe, underLoad } from './harness/under-load.ts';

/** The example on three real hosts, with the real etcd. Every test begins and ends with a whole cluster. */
const CONFIG = '/etc/etcd/etcd.yaml';

let etcd: EtcdFleet;
let fleet: Fleet;
let example: ChangedSite;
let first: CommandResult;

const leaders = async (): Promise<readonly string[]> => {
  const all = await Promise.all(HOSTS.map(async (host) => ((await etcd.leads(host)) ? [host] : [])));
  return all.flat();
};

beforeAll(async () => {
  etcd = await startEtcdFleet();
  fleet = etcd.fleet;
  example = etcd.site();
  first = await fleet.cli(['apply', example.path, '-y']);
}, 1_800_000);

afterAll(async () => {
  example?.[Symbol.dispose]();
  await fleet?.remove();
}, 120_000);

describe('the etcd example on three hosts', () => {
  test('one apply brings three members that vote, with one leader', async () => {
    expect([first.exitCode, first.stdout, first.stderr]).toEqual([0, expect.anything(), expect.anything()]);
    const members = (await etcd.etcdctl('kv-3', 'member', 'list')).trim().split('\n');
    expect(members.map((line) => line.split(', ').slice(1, 3).concat(line.split(', ').slice(5)))).toEqual(
      expect.arrayContaining(HOSTS.map((host) => ['started', host, 'false'])),
    );
    expect(await leaders()).toHaveLength(1);
  });

  test('nobody is answered without a certificate', async () => {
    const { address } = fleet.host('kv-2');
    for (const port of [2379, 2380]) {
      const plain = await fleet.host('kv-1').exec(['curl', '-sS', `http://${address}:${port}/version`]);
      const nameless = await fleet.host('kv-1').exec(['curl', '-sSk', `https://${address}:${port}/version`]);
      expect([plain.stdout, nameless.stdout, nameless.exitCode === 0]).toEqual([
        expect.not.stringContaining('etcdserver'),
        '',
        false,
      ]);
    }
  });

  test('a second apply finds every instance ok and writes nothing on any host', async () => {
    const before = await Promise.all(fleet.lab.hosts.map(snapshot));
    const done = await etcd.apply(example.path);
    expect(done.stdout).not.toMatch(/changed=|failed=|skipped=|unreachable=/);
    expect(await Promise.all(fleet.lab.hosts.map(snapshot))).toEqual(before);
  });

  test('a changed setting goes round one member at a time, the leader last, under a client that loses nothing', async () => {
    using changed = etcd.site(["quota: '2GiB'", "quota: '1GiB'"]);
    using client = await etcdClient(fleet, HOSTS);
    const [last = ''] = await leaders();
    const rolled = await underLoad({ fleet, members: HOSTS, port: 2379 }, client, 'rolled/', async (down) => {
      const applying = fleet.cli(['apply', changed.path, '-y', '--jsonl']);
      await during(applying, 'a member is restarted', async () => down.soFar().length > 0);
      const [killed = ''] = down.soFar();
      await killAgent(fleet.host(killed));
      return await applying;
    });

    const { came, who } = rolled;
    expect([came.exitCode, came.stderr]).toEqual([0, expect.anything()]);
    expectSafe(rolled, await client.count('rolled/'), 'etcd');
    expect(who).toEqual(HOSTS);
    const turns = turnsOf(came.stdout, 'etcd');
    expect(turns.map(({ instance }) => instance).sort()).toEqual(HOSTS.map((host) => `etcd@${host}`));
    expect(turns.at(-1)?.instance).toBe(`etcd@${last}`);
    for (const host of HOSTS) expect(await fleet.host(host).readFile(CONFIG)).toContain(`: ${2 ** 30}\n`);
    await etcd.apply(example.path);
  }, 600_000);

  const refusals: readonly (readonly [string, readonly [string, string], RegExp])[] = [
    [
      'an even number of members',
      ["const members = ['kv-1', 'kv-2', 'kv-3']", "const members = ['kv-1', 'kv-2']"],
      /1, 3, 5/,
    ],
    ['another token', ["token: 'example'", "token: 'other'"], /token is example on kv-\d and cannot become other/],
    [
      'a member that is no host of the site',
      ["members = ['kv-1', 'kv-2', 'kv-3']", "members = ['kv-3']"],
      /kv-[12] is a member.*member remove/,
    ],
  ];

  test.each(refusals)('%s is refused in one sentence, and nothing is touched', async (_, change, says) => {
    const before = await Promise.all(fleet.lab.hosts.map(snapshot));
    using bad = etcd.site(change);
    const done = await fleet.cli(['apply', bad.path, '-y']);
    expect([done.exitCode, done.stderr]).toEqual([1, expect.stringMatching(says)]);
    expect(done.stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
    expect(await Promise.all(fleet.lab.hosts.map(snapshot))).toEqual(before);
  });

  test('nothing is changed while the majority is lost', async () => {
    using changed = etcd.site(["quota: '2GiB'", "quota: '1GiB'"]);
    await Promise.all(['kv-1', 'kv-2'].map((host) => out(fleet.host(host), 'systemctl', 'stop', 'etcd')));
    try {
      const done = await fleet.cli(['apply', changed.path, '-y']);
      expect([done.exitCode, done.stderr]).toEqual([1, expect.stringMatching(/2 of 3 .*kv-1, kv-2.*majority is lost/)]);
    } finally {
      await Promise.all(['kv-1', 'kv-2'].map((host) => out(fleet.host(host), 'systemctl', 'start', 'etcd')));
    }
    await until('all are well', async () => (await etcd.etcdctl('kv-3', 'endpoint', 'health', '--cluster')) !== '');
  });

  test('every member keeps snapshots that were verified, and all may be told to defragment at once', async () => {
    for (const host of HOSTS) await out(fleet.host(host), 'systemctl', 'start', 'etcd-snapshot');
    for (const host of HOSTS) {
      const kept = await out(fleet.host(host), 'find', '/var/backups/etcd', '-type', 'f', '-printf', '%f %m\\n');
      expect(kept).toMatch(/^etcd-\d{8}T\d{6}Z\.db 600\n/);
      expect(await out(fleet.host(host), 'journalctl', '-u', 'etcd-snapshot', '--no-pager')).toMatch(/Keys.*Size/s);
    }
    await Promise.all(HOSTS.map((host) => out(fleet.host(host), 'systemctl', 'start', 'etcd-defragment')));
    expect(await leaders()).toHaveLength(1);
  });
});
