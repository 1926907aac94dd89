import { cassandraClient } from './harness/cassandra-client.ts';
import { type CassandraFleet, HOSTS, startCassandraFleet } from './harness/cassandra-fleet.ts';
import type { ChangedSite } from './harness/changed-site.ts';
import { enrol, out, until } from './harness/fleet.ts';
import { killAgent } from './harness/kill.ts';
import { type Samples, sampleDown, writeAndRead } from './harness/load.ts';
import { overlapping, type Turn, turnsOf } from './harness/turns.ts';

/** What takes minutes with the real Cassandra, on real hosts. Each test takes up what the one before it left. */
let cassandra: CassandraFleet;
const FOUR = [...HOSTS, 'db-4'];

const NO_CHANGE = /changed=|failed=|skipped=|unreachable=/;
/** Two more hosts, with Java on all of them. */
const wider = [
  [
    "'db-3': {",
    "'db-4': { labels: { server: 'd', rack: 'd' } }, 'db-5': { labels: { server: 'e', rack: 'e' } }, 'db-3': {",
  ],
  ['java.on(members,', "java.on(['db-1', 'db-2', 'db-3', 'db-4', 'db-5'],"],
] as const;
const membersAre = (...names: readonly string[]): readonly [string, string] => [
  "members = ['db-1', 'db-2', 'db-3']",
  `members = ${JSON.stringify(names)}`,
];

const SLOWER = "cluster: 'example', settings: { compaction_throughput: '7MiB/s' },";
const addressOf = (host: string): string => cassandra.fleet.host(host).address;
const versionOf = async (host: string) => (await out(cassandra.fleet.host(host), 'nodetool', 'version')).trim();
/** What all that were ever written count to, by the prefix of the load. */
const written = new Map<string, number>();

/** Applies a site under a client that writes and reads at QUORUM all the time, and looks who is down. */
async function underLoad(
  site: ChangedSite,
  prefix: string,
  during = async (_: Samples) => {},
): Promise<readonly Turn[]> {
  const { fleet } = cassandra;
  using client = await cassandraClient(fleet, HOSTS);
  const load = writeAndRead(client, prefix);
  const down = sampleDown(new Map(HOSTS.map((host) => [host, { host: addressOf(host), port: 9042 }])));
  const applying = fleet.cli(['apply', site.path, '-y', '--jsonl'], { timeoutMs: 900_000 });
  await during(down);
  const applied = await applying;
  const [met, { most, who }] = await Promise.all([load.stop(), down.stop()]);
  expect([applied.exitCode, applied.stderr]).toEqual([0, expect.anything()]);
  expect(met.failed).toEqual([]);
  expect(met.acknowledged).toBeGreaterThan(50);
  expect([most, [...who].sort()]).toEqual([1, [...HOSTS]]);
  written.set(prefix, met.acknowledged);
  await nothingIsLost();
  return turnsOf(applied.stdout);
}

async function nothingIsLost(hosts: readonly string[] = HOSTS): Promise<void> {
  using client = await cassandraClient(cassandra.fleet, hosts);
  for (const [prefix, count] of written) expect([prefix, await client.count(prefix)]).toEqual([prefix, count]);
}

/** One after the other, each only when the cluster was whole after the one before it. */
function expectInTurn(turns: readonly Turn[]): void {
  const members = turns.filter(({ instance }) => instance.startsWith('cassandra@'));
  expect(members.map(({ instance }) => instance).sort()).toEqual(HOSTS.map((host) => `cassandra@${host}`));
  expect(overlapping(members)).toEqual([]);
}

beforeAll(async () => {
  cassandra = await startCassandraFleet('4.1');
  using site = cassandra.site();
  await cassandra.apply(site.path);
}, 1_800_000);

afterAll(async () => {
  await cassandra?.fleet.remove();
}, 120_000);

test('a changed setting goes round one member at a time under a client that loses nothing, though an agent dies', async () => {
  using changed = cassandra.site(["cluster: 'example',", SLOWER]);
  const turns = await underLoad(changed, 'rolled/', async (down) => {
    await until('a member is taken down', async () => down.soFar().length > 0, 300_000);
    await killAgent(cassandra.fleet.host(down.soFar()[0] ?? ''));
  });
  expectInTurn(turns);
  for (const host of HOSTS) {
    expect(await out(cassandra.fleet.host(host), 'nodetool', 'getcompactionthroughput')).toMatch(/\b7\b/);
  }
  expect((await cassandra.apply(changed.path)).stdout).not.toMatch(NO_CHANGE);
}, 1_200_000);

test('a member keeps snapshots with the schema and its tokens, and repairs what it owns', async () => {
  const host = cassandra.fleet.host('db-2');
  await out(host, 'systemctl', 'start', 'cassandra-snapshot');
  const [kept = ''] = (await out(host, 'ls', '/var/backups/cassandra')).trim().split('\n');
  expect(kept).toMatch(/^rolecall-\d{8}T\d{6}Z$/);
  expect(await host.readFile(`/var/backups/cassandra/${kept}/schema`)).toMatch(/CREATE TABLE app\.load/);
  expect(await host.readFile(`/var/backups/cassandra/${kept}/info`)).toMatch(/Token/);
  expect(await out(host, 'nodetool', 'listsnapshots')).toContain(kept);
  await out(host, 'systemctl', 'start', 'cassandra-repair');
  expect(await out(host, 'journalctl', '-u', 'cassandra-repair', '--no-pager')).toMatch(
    /Repair completed successfully|Repair command #\d+ finished/,
  );
}, 600_000);

test('4.1 becomes 5.0 one member at a time under a client that loses nothing, and there is no way back', async () => {
  using newer = await cassandra.siteOf('5.0');
  expectInTurn(await underLoad(newer, 'upgraded/'));
  for (const host of HOSTS) {
    expect(await versionOf(host)).toBe('ReleaseVersion: 5.0.9');
    expect(await out(cassandra.fleet.host(host), 'nodetool', 'listsnapshots')).toContain('before-5.0.9');
  }
  expect((await cassandra.apply(newer.path)).stdout).not.toMatch(NO_CHANGE);
  using older = cassandra.site();
  const refused = await cassandra.fleet.cli(['apply', older.path, '-y']);
  expect([refused.exitCode, refused.stderr]).toEqual([
    1,
    expect.stringMatching(/5\.0\.9 and cannot be read by 4\.1\.10/),
  ]);
}, 1_200_000);

test('a fourth member joins, and is let go again: all rows are there, counted', async () => {
  const added = await cassandra.fleet.lab.addHosts(['db-4', 'db-5']);
  await Promise.all(added.map((host) => enrol(cassandra.fleet.controller, host)));
  using four = await cassandra.siteOf('5.0', ...wider, membersAre(...FOUR));
  await cassandra.apply(four.path);
  expect(await cassandra.ring('db-1')).toEqual(FOUR.map((host) => `UN ${addressOf(host)}`));
  await nothingIsLost(FOUR);

  using three = await cassandra.siteOf('5.0', ...wider);
  const refused = await cassandra.fleet.cli(['apply', three.path, '-y']);
  expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringMatching(/is a member.*decommission/)]);
  await recipe('decommission', 'cassandra@db-4');
  expect(await cassandra.ring('db-1')).toEqual(HOSTS.map((host) => `UN ${addressOf(host)}`));
  await nothingIsLost();
  expect((await cassandra.apply(three.path)).stdout).not.toMatch(/failed=/);
}, 1_200_000);

test('a fresh host takes the place of a dead member: all rows are there, counted', async () => {
  const up = await cassandra.fleet.cli(['replace', 'cassandra@db-3', 'db-5', '-y']);
  expect([up.exitCode, up.stderr]).toEqual([1, expect.stringMatching(/db-3 is a member and down: it is UN/)]);
  const dead = addressOf('db-3');
  await cassandra.fleet.host('db-3').kill();
  await until(
    'it is known to be lost',
    async () => {
      const ring = await cassandra.ring('db-1');
      return ring.includes(`DN ${dead}`) && (await cassandra.fleet.cli(['hosts'])).stdout.includes('away');
    },
    120_000,
  );
  await recipe('replace', 'cassandra@db-3', 'db-5');
  const now = ['db-1', 'db-2', 'db-5'];
  expect(await cassandra.ring('db-1')).toEqual(now.map((host) => `UN ${addressOf(host)}`).sort());
  await nothingIsLost(now);

  const revoked = await cassandra.fleet.cli(['hosts', 'revoke', 'db-3']);
  expect([revoked.exitCode, revoked.stderr]).toEqual([0, expect.anything()]);
  using edited = await cassandra.siteOf(
    '5.0',
    ["'db-3': {", "'db-5': {"],
    ["labels: { server: 'c', rack: 'c' }", "labels: { server: 'e', rack: 'e' }"],
    membersAre(...now),
  );
  expect((await cassandra.apply(edited.path)).stdout).not.toMatch(/cassandra@.*(changed|failed)/);
}, 1_200_000);

async function recipe(...words: readonly string[]): Promise<void> {
  const done = await cassandra.fleet.cli([...words, '-y'], { timeoutMs: 900_000 });
  if (done.exitCode !== 0) throw new Error(`${words[0]} ended with ${done.exitCode}:\n${done.stdout}${done.stderr}`);
}
