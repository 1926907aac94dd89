import type { ChangedSite } from './harness/changed-site.ts';
import { etcdClient } from './harness/etcd-client.ts';
import { type EtcdFleet, startEtcdFleet, voters } from './harness/etcd-fleet.ts';
import { enrol, type Fleet, out, until } from './harness/fleet.ts';
import { killBothWhen } from './harness/kill.ts';
import { snapshot } from './harness/snapshot.ts';

/** A member of a real etcd of three is lost, and a fresh host takes its place. */
const STAYING = ['kv-1', 'kv-2'];
const KEYS = 300;

let etcd: EtcdFleet;
let fleet: Fleet;
let site: ChangedSite;

const recipe = (...words: readonly string[]) => fleet.cli([...words, '-y'], { timeoutMs: 420_000 });

beforeAll(async () => {
  etcd = await startEtcdFleet();
  fleet = etcd.fleet;
  site = etcd.site();
  const [added] = await Promise.all([fleet.lab.addHosts(['kv-4']), etcd.apply(site.path)]);
  for (const host of added) await enrol(fleet.controller, host);
  using client = await etcdClient(fleet, STAYING);
  for (let i = 0; i < KEYS; i++) await client.put(`kept/${i}`, `${i}`);
}, 1_800_000);

afterAll(async () => {
  site?.[Symbol.dispose]();
  await fleet?.remove();
}, 120_000);

describe('bad wishes are refused in one sentence, and nothing is touched', () => {
  const refusals: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      'a member that is well',
      ['replace', 'etcd@kv-3', 'kv-4'],
      /does not hold that kv-3 does not answer.*move it instead/,
    ],
    ['two members at once', ['move', 'etcd@kv-1', 'kv-4', 'etcd@kv-2'], /one member at a time/],
    ['a host that is no member', ['replace', 'etcd@kv-4'], /kv-4 is no member of etcd \(those are kv-1, kv-2, kv-3\)/],
    ['a host that nobody enrolled', ['move', 'etcd@kv-3', 'kv-9'], /kv-9 was never enrolled/],
    ['one of three', ['decommission', 'etcd@kv-3'], /an etcd of two bears no loss/],
  ];
  test.each(refusals)('%s', async (_, words, says) => {
    const before = await Promise.all(fleet.lab.hosts.map(snapshot));
    const done = await recipe(...words);
    expect([done.exitCode, done.stderr]).toEqual([1, expect.stringMatching(says)]);
    expect(done.stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
    expect(await Promise.all(fleet.lab.hosts.map(snapshot))).toEqual(before);
  });
});

test('a lost member is replaced by a fresh host, over the death of controller and agent, with every key there', async () => {
  await fleet.host('kv-3').kill();
  await until('its loss is known', async () => (await fleet.cli(['hosts'])).stdout.includes('away'));
  const preview = await fleet.cli(['replace', 'etcd@kv-3', 'kv-4', '--check']);
  expect(preview.stdout).toMatch(
    /no way back from here: kv-3 is no member.*\n\s+1?\d\. take kv-3 out of the list of members/,
  );

  const replacing = recipe('replace', 'etcd@kv-3', 'kv-4');
  await killBothWhen(
    fleet,
    'kv-4',
    'the new member is being brought about',
    async () => (await fleet.host('kv-4').exec(['test', '-e', '/etc/etcd/etcd.yaml'])).exitCode === 0,
  );
  const replaced = await replacing;
  expect([replaced.exitCode, replaced.stdout, replaced.stderr]).toEqual([0, expect.anything(), expect.anything()]);
  expect(replaced.stderr).toContain('no way back from here');

  expect(await voters(etcd, 'kv-4')).toEqual(['kv-1', 'kv-2', 'kv-4']);
  using client = await etcdClient(fleet, ['kv-1', 'kv-4']);
  expect(await client.count('kept/')).toBe(KEYS);
  expect((await fleet.cli(['locks'])).stdout).not.toContain('etcd');
}, 600_000);

test('the old site is refused until it is edited; the edited one finds nothing to do', async () => {
  const old = await recipe('apply', site.path);
  expect([old.exitCode, old.stderr]).toEqual([1, expect.stringMatching(/etcd@kv-3 .*kv-4 took its place/)]);
  await fleet.cli(['hosts', 'revoke', 'kv-3']);
  using edited = etcd.site(["'kv-2', 'kv-3']", "'kv-2', 'kv-4']"], ["'kv-3': {", "'kv-4': {"]);
  const done = await etcd.apply(edited.path);
  expect(done.stdout).not.toMatch(/changed=|failed=|skipped=|unreachable=/);
  await out(fleet.host('kv-1'), 'systemctl', 'is-active', 'etcd');
});
