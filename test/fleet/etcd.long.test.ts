import { etcdClient } from './harness/etcd-client.ts';
import { type EtcdFleet, HOSTS, startEtcdFleet, voters } from './harness/etcd-fleet.ts';
import { enrol, out, until } from './harness/fleet.ts';
import { writeAndRead } from './harness/load.ts';

/** What changes who is a member, on real hosts. Each test takes up what the one before it left. */
const FIVE = ['kv-1', 'kv-2', 'kv-3', 'kv-4', 'kv-5'];

let etcd: EtcdFleet;
const applied = async (...changes: readonly (readonly [string, string])[]) => {
  using site = etcd.site(...changes);
  return await etcd.apply(site.path);
};
const attempted = async (...changes: readonly (readonly [string, string])[]) => {
  using site = etcd.site(...changes);
  return await etcd.fleet.cli(['apply', site.path, '-y'], { timeoutMs: 600_000 });
};
const withFive = [
  ["['kv-1', 'kv-2', 'kv-3']", "['kv-1', 'kv-2', 'kv-3', 'kv-4', 'kv-5']"],
  ["'kv-3': {", "'kv-4': { labels: { server: 'd' } }, 'kv-5': { labels: { server: 'e' } }, 'kv-3': {"],
] as const;

beforeAll(async () => {
  etcd = await startEtcdFleet();
  await applied();
}, 1_800_000);

afterAll(async () => {
  await etcd?.fleet.remove();
}, 120_000);

test('a cluster of three grows to five under a client that loses nothing', async () => {
  const added = await etcd.fleet.lab.addHosts(['kv-4', 'kv-5']);
  await Promise.all(added.map((host) => enrol(etcd.fleet.controller, host)));
  using client = await etcdClient(etcd.fleet, HOSTS);
  const load = writeAndRead(client, 'grown/');
  await applied(...withFive);
  const met = await load.stop();
  expect(met.failed).toEqual([]);
  expect(await client.count('grown/')).toBe(met.acknowledged);
  expect(await voters(etcd, 'kv-5')).toEqual(FIVE);
  expect((await applied(...withFive)).stdout).not.toContain('changed=');
}, 1_200_000);

test('a member whose data is gone cannot start, not even the founder, and joins again once the site says replace', async () => {
  const lost = etcd.fleet.host('kv-1');
  await out(lost, 'sh', '-c', 'systemctl stop etcd && rm -rf /var/lib/etcd/member');
  await out(lost, 'systemctl', 'start', '--no-block', 'etcd');
  await until('it fails, again and again', async () =>
    (await out(lost, 'journalctl', '-u', 'etcd', '--no-pager')).includes('cannot fetch cluster info from peer urls'),
  );
  const refused = await attempted(...withFive);
  expect([refused.exitCode, refused.stdout]).toEqual([
    4,
    expect.stringMatching(/its data is gone.*replace: \['kv-1'\]/),
  ]);
  expect(await voters(etcd, 'kv-2')).toEqual(FIVE);

  await applied(...withFive, ["token: 'example'", "token: 'example', replace: ['kv-1']"]);
  expect(await voters(etcd, 'kv-2')).toEqual(FIVE);
  using client = await etcdClient(etcd.fleet, ['kv-1']);
  expect(await client.count('grown/')).toBeGreaterThan(0);
  expect((await applied(...withFive)).stdout).not.toContain('changed=');
}, 1_200_000);

test('data that this role did not make is never started', async () => {
  const host = etcd.fleet.host('kv-5');
  const conf = await host.readFile('/etc/etcd/etcd.yaml');
  await host.writeFile(
    '/etc/etcd/etcd.yaml',
    conf.replace('initial-cluster-token: example', 'initial-cluster-token: foreign'),
  );
  const refused = await attempted(...withFive);
  expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('token is foreign on kv-5')]);
  await host.writeFile('/etc/etcd/etcd.yaml', conf);
}, 600_000);
