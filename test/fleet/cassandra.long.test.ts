import type { LabHost } from '../lab/lab.ts';
import { cassandraClient } from './harness/cassandra-client.ts';
import { type CassandraFleet, HOSTS, startCassandraFleet, type Version } from './harness/cassandra-fleet.ts';
import { ALL_KEPT, readKept, writeKept } from './harness/cassandra-kept.ts';
import { expectRound, rollUnderLoad } from './harness/cassandra-roll.ts';
import { enrol, out, until } from './harness/fleet.ts';
import { dieInTurn, holdsOn, killBoth } from './harness/kill.ts';
import { differences, NO_DIFFERENCE, namesOn } from './harness/names.ts';

/** What takes minutes with the real Cassandra, on real hosts. Each test takes up what the one before it left. */
let cassandra: CassandraFleet;
/** What it is by now: a test that was left out changes nothing for those after it. */
let version: Version = '4.1';
let members: readonly string[] = HOSTS;
let hasKept = false;
const FOUR = [...HOSTS, 'db-4'];
const FRESH = ['new-1', 'new-2', 'new-3'];
const SPARE = 'spare-1';
const PROVEN =
  /everything is back: (\d+) partitions with \d+ rows in \d+ tables, of 3 former members, from all copies; (\d+) more were deleted/;
/** Not by a name that stands in the line that looks for it. */
const RUNS_LEAVE = "grep -qsa '[c]assandra-node' /proc/[0-9]*/cmdline";

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

/** Changes all members under a client that writes and reads at QUORUM all the time, while agent, controller and host die. */
async function changeUnderLoad(prefix: string, ...words: readonly string[]): Promise<void> {
  const came = await rollUnderLoad(cassandra, HOSTS, prefix, words, (down) => dieInTurn(cassandra.fleet, down));
  expectRound(came, HOSTS);
  written.set(prefix, came.met.acknowledged);
  await nothingIsLost();
}

async function nothingIsLost(): Promise<void> {
  using client = await cassandraClient(cassandra.fleet, members);
  for (const [prefix, count] of written) expect([prefix, await client.count(prefix)]).toEqual([prefix, count]);
}

beforeAll(async () => {
  cassandra = await startCassandraFleet('4.1');
  using site = cassandra.site();
  await cassandra.apply(site.path);
}, 1_800_000);

afterAll(async () => {
  await cassandra?.fleet.remove();
}, 120_000);

test('a changed setting goes round one member at a time under a client that loses nothing, though agent, controller and host die', async () => {
  using changed = cassandra.site(["cluster: 'example',", SLOWER]);
  await changeUnderLoad('rolled/', 'apply', changed.path);
  for (const host of HOSTS) {
    expect(await out(cassandra.fleet.host(host), 'nodetool', 'getcompactionthroughput')).toMatch(/\b7\b/);
  }
  expect((await cassandra.apply(changed.path)).stdout).not.toMatch(NO_CHANGE);
}, 1_200_000);

test('a member keeps snapshots with the schema and its tokens, and repairs what it owns', async () => {
  const host = cassandra.fleet.host('db-2');
  await started(host, 'cassandra-snapshot');
  const [kept = ''] = (await out(host, 'ls', '/var/backups/cassandra')).trim().split('\n');
  expect(kept).toMatch(/^rolecall-\d{8}T\d{6}Z$/);
  expect(await host.readFile(`/var/backups/cassandra/${kept}/schema`)).toMatch(/CREATE TABLE app\.load/);
  expect(await host.readFile(`/var/backups/cassandra/${kept}/info`)).toMatch(/Token/);
  expect(await out(host, 'nodetool', 'listsnapshots')).toContain(kept);
  await started(host, 'cassandra-repair');
  expect(await out(host, 'journalctl', '-u', 'cassandra-repair', '--no-pager')).toMatch(
    /Repair completed successfully|Repair command #\d+ finished/,
  );
}, 600_000);

test('4.1 becomes 5.0 one member at a time under a client that loses nothing, though agent, controller and host die, and there is no way back', async () => {
  using newer = await cassandra.siteOf('5.0');
  await changeUnderLoad('upgraded/', 'upgrade', 'cassandra', '--site', newer.path);
  version = '5.0';
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
  using four = await cassandra.siteOf(version, ...wider, membersAre(...FOUR));
  await cassandra.apply(four.path);
  expect(await cassandra.ring('db-1')).toEqual(FOUR.map((host) => `UN ${addressOf(host)}`).sort());
  members = FOUR;
  await nothingIsLost();

  using three = await cassandra.siteOf(version, ...wider);
  const refused = await cassandra.fleet.cli(['apply', three.path, '-y']);
  expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringMatching(/is a member.*decommission/)]);
  await throughDeath('db-4', RUNS_LEAVE, 'decommission', 'cassandra@db-4');
  members = HOSTS;
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
  await throughDeath('db-5', '[ -e /etc/cassandra/first-start ]', 'replace', 'cassandra@db-3', 'db-5');
  members = ['db-1', 'db-2', 'db-5'];
  expect(await cassandra.ring('db-1')).toEqual(members.map((host) => `UN ${addressOf(host)}`).sort());
  await nothingIsLost();

  const revoked = await cassandra.fleet.cli(['hosts', 'revoke', 'db-3']);
  expect([revoked.exitCode, revoked.stderr]).toEqual([0, expect.anything()]);
  using edited = await cassandra.siteOf(
    version,
    ["'db-3': {", "'db-5': {"],
    ["labels: { server: 'c', rack: 'c' }", "labels: { server: 'e', rack: 'e' }"],
    membersAre(...members),
  );
  expect((await cassandra.apply(edited.path)).stdout).not.toMatch(/cassandra@.*(changed|failed)/);
}, 1_200_000);

test('all hosts are lost, and on fresh ones a backup brings every row back that was there when it was taken', async () => {
  const { fleet } = cassandra;
  const [first = ''] = members;
  await keptIsWritten();
  await throughDeath(first, '[ -e /var/backups/cassandra/held/about ]', 'backup', 'cassandra');
  const kept = (await fleet.cli(['artifacts', 'list'])).stdout;
  for (const name of [...members.map((host) => `cassandra.${host}.tar`), 'cassandra.backup'])
    expect(kept).toContain(name);
  using client = await cassandraClient(fleet, members);
  for (let i = 0; i < 50; i++) await client.put(`late/${i}`, 'written after the backup');

  for (const host of members) await fleet.host(host).kill();
  const fresh = await fleet.lab.addHosts(FRESH);
  await Promise.all(fresh.map((host) => enrol(fleet.controller, host)));
  for (const host of members) await fleet.cli(['hosts', 'revoke', host]);
  using site = await cassandra.siteOf(
    version,
    ...HOSTS.map((host, index) => [`'${host}': {`, `'${FRESH[index]}': {`] as const),
    membersAre(...FRESH),
  );
  const early = await fleet.cli(['apply', site.path, '-y'], { timeoutMs: 900_000 });
  expect([early.exitCode, early.stdout]).toEqual([4, expect.stringMatching(/no member answers.*restore/)]);
  const incoming = '[ -e /var/backups/cassandra/incoming/cassandra.backup ]';
  await throughDeath('new-1', incoming, 'restore', 'cassandra', '--from', 'cassandra.backup', '--site', site.path);
  members = FRESH;
  expect(await cassandra.ring('new-2')).toEqual(FRESH.map((host) => `UN ${addressOf(host)}`).sort());
  written.set('late/', 0);
  await nothingIsLost();
  expect(await readKept(fleet, 'new-3')).toEqual(ALL_KEPT);
  expect((await cassandra.apply(site.path)).stdout).not.toMatch(NO_CHANGE);
}, 2_400_000);

test('a drill restores a backup on one spare host, over the death of controller and agent, proves it by count, and takes all of it away', async () => {
  const { fleet } = cassandra;
  const [first = ''] = members;
  const added = await fleet.lab.addHosts([SPARE]);
  await Promise.all(added.map((host) => enrol(fleet.controller, host)));
  using site = await cassandra.siteOf(
    version,
    ["'db-3': {", `'${SPARE}': {}, 'db-3': {`],
    ...HOSTS.map((host, index) => [`'${host}': {`, `'${members[index]}': {`] as const),
    ['java.on(members,', `java.on([...members, '${SPARE}'],`],
    membersAre(...members),
  );
  await cassandra.apply(site.path);
  const spare = fleet.host(SPARE);
  const untouched = await namesOn(spare, 'cassandra');
  await keptIsWritten();
  await recipe('backup', 'cassandra');

  const drilling = fleet.cli(['drill', 'cassandra', '--from', 'cassandra.backup', '--on', SPARE, '-y'], {
    timeoutMs: 1_200_000,
  });
  await Promise.race([holdsOn(spare, '[ -e /var/backups/cassandra/measured ]'), drilling]);
  await killBoth(fleet, SPARE);
  const { exitCode, stdout, stderr } = await drilling;
  expect([exitCode, stdout + stderr]).toEqual([0, expect.stringMatching(PROVEN)]);
  const [, partitions = '', gone = ''] = PROVEN.exec(stdout + stderr) ?? [];
  const least = ALL_KEPT[0] + [...written.values()].reduce((sum, count) => sum + count, 0);
  expect([Number(partitions) >= least, Number(gone) >= 10]).toEqual([true, true]);

  expect(differences(untouched, await namesOn(spare, 'cassandra'))).toEqual(NO_DIFFERENCE);
  expect((await fleet.cli(['locks'])).stdout).not.toContain('cassandra');
  expect((await fleet.cli(['artifacts', 'list'])).stdout).toMatch(/cassandra\.backup .* ago by host \S+ +\d+ s ago/);
  expect(await cassandra.ring(first)).toEqual(members.map((host) => `UN ${addressOf(host)}`).sort());
  await nothingIsLost();
  expect((await cassandra.apply(site.path)).stdout).not.toMatch(NO_CHANGE);
}, 2_400_000);

/** What is easily lost is written once. */
async function keptIsWritten(): Promise<void> {
  const { fleet } = cassandra;
  if (!hasKept) await writeKept(fleet, members[0] ?? '');
  hasKept = true;
}

async function recipe(...words: readonly string[]): Promise<void> {
  const done = await cassandra.fleet.cli([...words, '-y'], { timeoutMs: 1_200_000 });
  if (done.exitCode !== 0) throw new Error(`${words[0]} ended with ${done.exitCode}:\n${done.stdout}${done.stderr}`);
}

/** A recipe over the death of the controller, and of the agent of a host on which something holds in its middle. */
async function throughDeath(host: string, middle: string, ...words: readonly string[]): Promise<void> {
  const going = recipe(...words);
  await Promise.race([holdsOn(cassandra.fleet.host(host), middle), going]);
  await killBoth(cassandra.fleet, host);
  await going;
}

/** Starts a service that ends by itself, and waits for it. */
async function started(host: LabHost, service: string): Promise<void> {
  const done = await host.exec(['systemctl', 'start', service], { timeoutMs: 420_000 });
  expect([service, done.exitCode, done.stderr]).toEqual([service, 0, '']);
}
