import type { CommandResult } from '../lab/machine/command.ts';
import type { ChangedSite } from './harness/changed-site.ts';
import { type EtcdClient, etcdClient } from './harness/etcd-client.ts';
import { type EtcdFleet, HOSTS, startEtcdFleet } from './harness/etcd-fleet.ts';
import { during, type Fleet, until } from './harness/fleet.ts';
import { downFor, killAgent, killingAgent } from './harness/kill.ts';
import type { Samples } from './harness/load.ts';
import { appliedIn, turnsOf, unwell } from './harness/turns.ts';
import { type Endured, expectSafe, underLoad } from './harness/under-load.ts';

/** A changed setting goes round a real etcd under load while something dies in the middle. Every test begins and ends with a whole cluster. */
let etcd: EtcdFleet;
let fleet: Fleet;
let client: EtcdClient;

beforeAll(async () => {
  etcd = await startEtcdFleet();
  fleet = etcd.fleet;
  using founded = etcd.site();
  await etcd.apply(founded.path);
  client = await etcdClient(fleet, HOSTS);
}, 1_800_000);

afterAll(async () => {
  client?.[Symbol.dispose]();
  await fleet?.remove();
}, 120_000);

/** What a change came to, and what its cluster and its client met meanwhile. */
interface Rolled extends Endured<CommandResult> {
  readonly counted: number;
  /** Who led before. */
  readonly leader: string;
}

/** Applies a site under load; something else happens from when its first member is restarted. */
async function rolled(
  site: ChangedSite,
  meanwhile: (first: string, down: Samples, applying: Promise<CommandResult>, leader: string) => Promise<unknown>,
): Promise<Rolled> {
  const leads = await Promise.all(HOSTS.map((host) => etcd.leads(host)));
  const leader = HOSTS.find((_, index) => leads[index]) ?? '';
  const prefix = `${site.path.split('/').at(-2)}/`;
  const endured = await underLoad({ fleet, members: HOSTS, port: 2379 }, client, prefix, async (down) => {
    const applying = fleet.cli(['apply', site.path, '-y', '--jsonl'], { timeoutMs: 600_000 });
    await during(applying, 'a member is restarted', async () => down.soFar().length > 0);
    await meanwhile(down.soFar()[0] ?? '', down, applying, leader);
    return await applying;
  });
  return { ...endured, counted: await client.count(prefix), leader };
}

const quotaOf = (gibibytes: number): ChangedSite => etcd.site(["quota: '2GiB'", `quota: '${gibibytes}GiB'`]);
async function isWhole(): Promise<void> {
  await until('all are linked', async () => !(await fleet.cli(['hosts'])).stdout.includes('away'), 120_000);
  await until(
    'all are well',
    async () => (await etcd.etcdctl('kv-1', 'endpoint', 'health', '--cluster')) !== '',
    120_000,
  );
}

/** Who has a setting already. */
const having = async (gibibytes: number): Promise<readonly string[]> => {
  const texts = await Promise.all(HOSTS.map((host) => fleet.host(host).readFile('/etc/etcd/etcd.yaml')));
  return HOSTS.filter((_, index) => texts[index]?.includes(`: ${gibibytes * 2 ** 30}\n`));
};

/** It is safe, and all had their turn, the leader last. */
function expectRound(rolled: Rolled): void {
  const { came, counted, who, leader } = rolled;
  const { exitCode, stdout, stderr } = came;
  expect([exitCode, unwell(stdout), stderr]).toEqual([0, [], expect.anything()]);
  expect(who).toEqual(HOSTS);
  expect(turnsOf(stdout, 'etcd').at(-1)?.instance).toBe(`etcd@${leader}`);
  expectSafe(rolled, counted, 'etcd');
}

async function expectDone(site: ChangedSite, gibibytes: number): Promise<void> {
  expect(await having(gibibytes)).toEqual(HOSTS);
  expect((await etcd.apply(site.path)).stdout).not.toMatch(/changed=|failed=|skipped=|unreachable=/);
}

describe('a change that goes round under load ends well', () => {
  test('where the controller is killed in the turn of the first and of the second member', async () => {
    using site = quotaOf(1);
    const endured = await rolled(site, async (_, down) => {
      for (const turn of [1, 2]) {
        await until(`member ${turn} has its turn`, async () => down.soFar().length >= turn, 120_000);
        await downFor(fleet.controller, 4_000);
      }
    });
    expect(endured.came.stderr).toContain('the controller is away');
    expectRound(endured);
    await expectDone(site, 1);
  }, 900_000);

  test('where agents are killed again and again, on the member that is changed and on those that wait', async () => {
    using site = quotaOf(3);
    const endured = await rolled(site, async (first, _, applying) => {
      await killAgent(fleet.host(first));
      await Promise.all(HOSTS.map((host) => killingAgent(fleet.host(host), applying, 4)));
    });
    expectRound(endured);
    await expectDone(site, 3);
  }, 900_000);

  test('where the host of the member that is changed loses its power and comes back', async () => {
    using site = quotaOf(4);
    const endured = await rolled(site, (first) => downFor(fleet.host(first), 8_000));
    expectRound(endured);
    await expectDone(site, 4);
  }, 900_000);
});

describe('a change that goes round under load stops, and nobody else is touched,', () => {
  test('where the host of the member that is changed stays off; --resume finishes it', async () => {
    using site = quotaOf(5);
    let lost = '';
    const endured = await rolled(site, async (first) => {
      lost = first;
      await fleet.host(first).kill();
    });
    expect([endured.came.exitCode === 0, endured.came.stdout]).toEqual([
      false,
      expect.stringContaining('"outcome":"unreachable"'),
    ]);
    expectSafe(endured, endured.counted, 'etcd');
    expect(endured.who).toEqual([lost]);
    await fleet.host(lost).start();
    await isWhole();
    expect((await having(5)).filter((host) => host !== lost)).toEqual([]);
    await etcd.apply(site.path, '--resume', appliedIn(endured.came.stdout));
    await expectDone(site, 5);
  }, 900_000);

  test('where another host loses its power and stays off; an apply finishes it', async () => {
    using site = quotaOf(6);
    let [changed, lost] = ['', ''];
    const endured = await rolled(site, async (first, down, _, leader) => {
      changed = first;
      lost = HOSTS.find((host) => host !== first && host !== leader) ?? '';
      await until('the first is up again', async () => down.now().length === 0);
      await fleet.host(lost).kill();
    });
    expect(endured.came.exitCode).not.toBe(0);
    expectSafe(endured, endured.counted, 'etcd');
    expect(endured.who).toEqual([changed, lost].sort());
    await fleet.host(lost).start();
    await isWhole();
    const untouched = HOSTS.filter((host) => host !== changed && host !== lost) as readonly string[];
    expect((await having(6)).filter((host) => untouched.includes(host))).toEqual([]);
    await etcd.apply(site.path);
    await expectDone(site, 6);
  }, 900_000);
});
