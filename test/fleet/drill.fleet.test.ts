import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChangedSite } from './harness/changed-site.ts';
import { etcdClient } from './harness/etcd-client.ts';
import { type EtcdFleet, startEtcdFleet } from './harness/etcd-fleet.ts';
import { type Fleet, until } from './harness/fleet.ts';
import { killAgent } from './harness/kill.ts';
import { differences, NO_DIFFERENCE, namesOn } from './harness/names.ts';
import { snapshot } from './harness/snapshot.ts';

/** A kept snapshot of a real etcd is restored on a host to be thrown away, beside the cluster that it was taken of. */
const KEYS = 500;
/** The example with one member. */
const ONE = [
  ["['kv-1', 'kv-2', 'kv-3']", "['kv-1']"],
  ["'kv-2': { labels: { server: 'rack-b' } },", ''],
  ["'kv-3': { labels: { server: 'rack-c' } },", ''],
] as const;

let etcd: EtcdFleet;
let fleet: Fleet;
let site: ChangedSite;
let untouched: ReadonlySet<string>;

const said = async (...words: readonly string[]) => {
  const done = await fleet.cli(words, { timeoutMs: 300_000 });
  return [done.exitCode, `${done.stdout}${done.stderr}`] as const;
};
const drill = (...words: readonly string[]) => said('drill', 'etcd', ...words, '-y');

const names = () => namesOn(fleet.host('spare-1'), 'etcd');
const expectUntouched = async () => expect(differences(untouched, await names())).toEqual(NO_DIFFERENCE);

/** Nothing of a drill is remembered, and the real cluster is as it was. */
async function expectAsBefore(real: string): Promise<void> {
  await expectUntouched();
  expect(await snapshot(fleet.host('kv-1'))).toBe(real);
  expect((await said('locks'))[1]).not.toContain('etcd');
  expect(await said('apply', site.path, '-y')).toEqual([
    0,
    expect.not.stringMatching(/changed=|removed=|failed=|unreachable=/),
  ]);
}

beforeAll(async () => {
  etcd = await startEtcdFleet(['kv-1', 'spare-1']);
  fleet = etcd.fleet;
  site = etcd.site(...ONE);
  await etcd.apply(site.path);
  untouched = await names();
  using client = await etcdClient(fleet, ['kv-1']);
  for (let i = 0; i < KEYS; i++) await client.put(`kept/${i}`, `value ${i}`);
  const granted = await etcd.etcdctl('kv-1', 'lease', 'grant', '3600');
  const [lease = ''] = /\b[0-9a-f]{12,16}\b/.exec(granted) ?? [];
  await etcd.etcdctl('kv-1', 'put', `--lease=${lease}`, 'leased', 'for a while');
  expect(await said('backup', 'etcd', '-y')).toEqual([0, expect.anything()]);
}, 1_800_000);

afterAll(async () => {
  site?.[Symbol.dispose]();
  await fleet?.remove();
}, 120_000);

test('a backup is restored on a spare host, over the death of controller and agent, proven, and all of it taken away', async () => {
  const real = await snapshot(fleet.host('kv-1'));
  expect((await said('artifacts', 'list'))[1]).toMatch(/etcd\.db .* ago by host kv-1 +- /);
  const drilling = drill('--from', 'etcd.db', '--on', 'spare-1');
  await until('the spare host has the data', async () => {
    return (await fleet.host('spare-1').exec(['test', '-e', '/var/lib/etcd/member'])).exitCode === 0;
  });
  await killAgent(fleet.host('spare-1'));
  await fleet.controller.kill();
  await fleet.controller.start();
  const [code, text] = await drilling;
  expect([code, text]).toEqual([0, expect.stringMatching(/501 keys as of revision \d+.* on 1 of 1 members/)]);
  await expectAsBefore(real);
  expect((await said('artifacts', 'list'))[1]).toMatch(/etcd\.db .* ago by host kv-1 +\d+ s ago/);
  expect((await said('runs'))[1]).toContain('etcd-example (drill of etcd)');
  expect((await said('audit'))[1]).toMatch(/drill\.passed +etcd-example: etcd from [0-9a-f]{64}: 501 keys/);
}, 300_000);

test('a backup that does not come back fails its drill, is not said to have passed, and leaves nothing behind', async () => {
  const real = await snapshot(fleet.host('kv-1'));
  const folder = mkdtempSync(join(tmpdir(), 'no-snapshot-'));
  try {
    const file = join(folder, 'torn.db');
    writeFileSync(file, 'x'.repeat(20_000));
    expect(await said('artifacts', 'add', file)).toEqual([0, expect.anything()]);
  } finally {
    rmSync(folder, { recursive: true });
  }
  expect(await drill('--from', 'torn.db', '--on', 'spare-1')).toEqual([4, expect.stringContaining('etcd@spare-1')]);
  await expectAsBefore(real);
  expect((await said('artifacts', 'list'))[1]).toMatch(/torn\.db .* ago by .* - +[0-9a-f]{64}/);
}, 300_000);

test.each<[string, readonly string[], RegExp]>([
  [
    'a member',
    ['--from', 'etcd.db', '--on', 'kv-1'],
    /kv-1 carries etcd, and a drill is on hosts that carry nothing of it/,
  ],
  ['a host that nobody enrolled', ['--from', 'etcd.db', '--on', 'spare-9'], /spare-9 was never enrolled/],
  ['an even number of hosts', ['--from', 'etcd.db', '--on', 'spare-1,kv-1'], /on 1, 3, 5, 7 hosts/],
  ['what the controller does not have', ['--from', 'other.db', '--on', 'spare-1'], /nothing that is called other\.db/],
])('a drill with %s is refused in one sentence, and nothing is touched', async (_, words, says) => {
  const done = await drill(...words);
  expect(done).toEqual([1, expect.stringMatching(says)]);
  expect(done[1].trim().split('\n').length).toBeLessThanOrEqual(2);
  await expectUntouched();
});
