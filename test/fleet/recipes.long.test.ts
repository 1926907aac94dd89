import { etcdClient } from './harness/etcd-client.ts';
import { type EtcdFleet, HOSTS, startEtcdFleet, voters } from './harness/etcd-fleet.ts';
import { enrol, type Fleet } from './harness/fleet.ts';
import { killBothWhen } from './harness/kill.ts';

/** What is done to a real etcd beside applying it, each over the death of controller and agent. Each test takes up what those before it left. */
const FIVE = [
  ["['kv-1', 'kv-2', 'kv-3']", "['kv-1', 'kv-2', 'kv-3', 'kv-4', 'kv-5']"],
  ["'kv-3': {", "'kv-4': { labels: { server: 'd' } }, 'kv-5': { labels: { server: 'e' } }, 'kv-3': {"],
] as const;
const KEYS = 1_000;

let etcd: EtcdFleet;
let fleet: Fleet;

const applied = async (...changes: readonly (readonly [string, string])[]) => {
  using site = etcd.site(...changes);
  return await etcd.apply(site.path);
};
const recipe = async (...words: readonly string[]) => {
  const done = await fleet.cli([...words, '-y'], { timeoutMs: 900_000 });
  return [done.exitCode, `${done.stdout}${done.stderr}`] as const;
};

/** Kills the agent of a host and the controller, once something is there. */
const killWhen = (claim: string, host: string, holds: () => Promise<boolean>) =>
  killBothWhen(fleet, host, claim, holds);

/** Looked for by the host itself, many times a second: some files are there for a moment only. */
const isThere = (host: string, path: string) => async () => {
  const look = `i=0; while [ ! -e ${path} ] && [ $i -lt 1000 ]; do sleep 0.02; i=$((i + 1)); done; [ -e ${path} ]`;
  return (await fleet.host(host).exec(['sh', '-c', look], { timeoutMs: 120_000 })).exitCode === 0;
};

beforeAll(async () => {
  etcd = await startEtcdFleet();
  fleet = etcd.fleet;
  await applied();
  using client = await etcdClient(fleet, HOSTS);
  for (let i = 0; i < KEYS; i++) await client.put(`kept/${i}`, 'x'.repeat(1_000));
}, 1_800_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

test('a snapshot is read through and kept by the controller', async () => {
  const keeping = recipe('backup', 'etcd');
  await killWhen('the snapshot is there', 'kv-1', isThere('kv-1', '/var/backups/etcd/.kept.db'));
  expect(await keeping).toEqual([0, expect.anything()]);
  expect((await fleet.cli(['artifacts', 'list'])).stdout).toMatch(/etcd\.db\s+\d{8}-\d{6}-/);
}, 900_000);

test('two of five members are taken out, one after the other, and every key is there', async () => {
  const more = await fleet.lab.addHosts(['kv-4', 'kv-5']);
  for (const host of more) await enrol(fleet.controller, host);
  await applied(...FIVE);
  const leaving = recipe('decommission', 'etcd@kv-5');
  await killWhen('kv-5 is out', 'kv-1', async () => !(await etcd.etcdctl('kv-1', 'member', 'list')).includes('kv-5'));
  expect(await leaving).toEqual([0, expect.stringContaining('4 members bear the loss of 1')]);
  expect(await voters(etcd, 'kv-1')).toEqual(['kv-1', 'kv-2', 'kv-3', 'kv-4']);
  expect((await fleet.host('kv-5').exec(['systemctl', 'is-active', 'etcd'])).exitCode).not.toBe(0);
  expect(await recipe('decommission', 'etcd@kv-4')).toEqual([0, expect.anything()]);
  expect(await voters(etcd, 'kv-1')).toEqual([...HOSTS]);
  using client = await etcdClient(fleet, HOSTS);
  expect(await client.count('kept/')).toBe(KEYS);
  expect((await applied()).stdout).not.toMatch(/changed=|removed=|failed=|unreachable=/);
}, 1_800_000);

test('a member that works moves to a host that was one before', async () => {
  const moving = recipe('move', 'etcd@kv-3', 'kv-4');
  await killWhen('the new member has begun', 'kv-4', isThere('kv-4', '/var/lib/etcd/member'));
  expect(await moving).toEqual([0, expect.anything()]);
  expect(await voters(etcd, 'kv-1')).toEqual(['kv-1', 'kv-2', 'kv-4']);
  using client = await etcdClient(fleet, ['kv-4']);
  expect(await client.count('kept/')).toBe(KEYS);
}, 900_000);

test('all hosts are lost; on new ones a drill finds every key and leaves nothing, and a restore brings every key back', async () => {
  const lost = [...fleet.lab.hosts];
  for (const host of lost) await host.kill();
  const fresh = await fleet.lab.addHosts(['kv-6', 'kv-7', 'kv-8']);
  for (const host of fresh) await enrol(fleet.controller, host);
  const drilled = await recipe('drill', 'etcd', '--from', 'etcd.db', '--on', 'kv-6,kv-7,kv-8');
  expect(drilled).toEqual([0, expect.stringMatching(new RegExp(`${KEYS} keys .* on 3 of 3 members`))]);
  const names = [
    ["['kv-1', 'kv-2', 'kv-3']", "['kv-6', 'kv-7', 'kv-8']"],
    ["'kv-1': {", "'kv-6': {"],
    ["'kv-2': {", "'kv-7': {"],
    ["'kv-3': {", "'kv-8': {"],
  ] as const;
  using site = etcd.site(...names);
  const restoring = recipe('restore', 'etcd', '--from', 'etcd.db', '--site', site.path);
  await killWhen('the founder is brought about', 'kv-6', isThere('kv-6', '/etc/etcd/etcd.yaml'));
  expect(await restoring).toEqual([0, expect.anything()]);
  expect(await voters(etcd, 'kv-7')).toEqual(['kv-6', 'kv-7', 'kv-8']);
  using client = await etcdClient(fleet, ['kv-8']);
  expect(await client.count('kept/')).toBe(KEYS);
  for (const { name } of lost) await fleet.cli(['hosts', 'revoke', name]);
  expect((await etcd.apply(site.path)).stdout).not.toMatch(/changed=|failed=|unreachable=/);
}, 1_800_000);
