import type { CommandResult } from '../lab/machine/command.ts';
import type { ChangedSite } from './harness/changed-site.ts';
import { type EtcdClient, etcdClient } from './harness/etcd-client.ts';
import { type EtcdFleet, HOSTS, startEtcdFleet } from './harness/etcd-fleet.ts';
import { type Fleet, until } from './harness/fleet.ts';
import { killAgent, killingAgent } from './harness/kill.ts';
import { type Met, type Samples, sampleDown, writeAndRead } from './harness/load.ts';
import { appliedIn, overlapping, turnsOf, unwell } from './harness/turns.ts';

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
interface Rolled {
  readonly applied: CommandResult;
  readonly met: Met;
  readonly counted: number;
  /** How many members were down at once at most, and who was down at all. */
  readonly most: number;
  readonly who: readonly string[];
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
  const load = writeAndRead(client, prefix);
  const down = sampleDown(new Map(HOSTS.map((host) => [host, { host: fleet.host(host).address, port: 2379 }])));
  try {
    const applying = fleet.cli(['apply', site.path, '-y', '--jsonl'], { timeoutMs: 600_000 });
    const restarted = until('a member is restarted', async () => down.soFar().length > 0, 120_000);
    restarted.catch(() => {});
    await Promise.race([restarted, applying]);
    const [first] = down.soFar();
    if (first === undefined) throw new Error(`no member was restarted:\n${(await applying).stderr}`);
    await meanwhile(first, down, applying, leader);
    const applied = await applying;
    const [met, { most, who }] = await Promise.all([load.stop(), down.stop()]);
    return { applied, met, counted: await client.count(prefix), most, who: [...who].sort(), leader };
  } finally {
    await Promise.all([load.stop(), down.stop()]);
  }
}

const quotaOf = (gibibytes: number): ChangedSite => etcd.site(["quota: '2GiB'", `quota: '${gibibytes}GiB'`]);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
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

/** No operation failed, nothing acknowledged is gone, never two were down at once, and each was proven before the next one. */
function expectSafe({ applied, met, counted, most }: Rolled): void {
  expect(met.failed).toEqual([]);
  expect(met.acknowledged).toBeGreaterThan(50);
  expect(counted).toBe(met.acknowledged);
  expect(most).toBe(1);
  expect(overlapping(turnsOf(applied.stdout))).toEqual([]);
}

/** All had their turn, the leader last. */
function expectRound({ applied: { exitCode, stdout, stderr }, who, leader }: Rolled): void {
  expect([exitCode, unwell(stdout), stderr]).toEqual([0, [], expect.anything()]);
  expect(who).toEqual(HOSTS);
  expect(turnsOf(stdout).at(-1)?.instance).toBe(`etcd@${leader}`);
}

async function expectDone(site: ChangedSite, gibibytes: number): Promise<void> {
  expect(await having(gibibytes)).toEqual(HOSTS);
  expect((await etcd.apply(site.path)).stdout).not.toMatch(/changed=|failed=|skipped=|unreachable=/);
}

describe('a change that goes round under load ends well', () => {
  test('where the controller is killed in the turn of the first and of the second member', async () => {
    using site = quotaOf(1);
    const came = await rolled(site, async (_, down) => {
      for (const turn of [1, 2]) {
        await until(`member ${turn} has its turn`, async () => down.soFar().length >= turn, 120_000);
        await fleet.controller.kill();
        await pause(4_000);
        await fleet.controller.start();
      }
    });
    expect(came.applied.stderr).toContain('the controller is away');
    expectRound(came);
    expectSafe(came);
    await expectDone(site, 1);
  }, 900_000);

  test('where agents are killed again and again, on the member that is changed and on those that wait', async () => {
    using site = quotaOf(3);
    const came = await rolled(site, async (first, _, applying) => {
      await killAgent(fleet.host(first));
      await Promise.all(HOSTS.map((host) => killingAgent(fleet.host(host), applying, 4)));
    });
    expectRound(came);
    expectSafe(came);
    await expectDone(site, 3);
  }, 900_000);

  test('where the host of the member that is changed loses its power and comes back', async () => {
    using site = quotaOf(4);
    const came = await rolled(site, async (first) => {
      await fleet.host(first).kill();
      await pause(8_000);
      await fleet.host(first).start();
    });
    expectRound(came);
    expectSafe(came);
    await expectDone(site, 4);
  }, 900_000);
});

describe('a change that goes round under load stops, and nobody else is touched,', () => {
  test('where the host of the member that is changed stays off; --resume finishes it', async () => {
    using site = quotaOf(5);
    let lost = '';
    const came = await rolled(site, async (first) => {
      lost = first;
      await fleet.host(first).kill();
    });
    expect([came.applied.exitCode === 0, came.applied.stdout]).toEqual([
      false,
      expect.stringContaining('"outcome":"unreachable"'),
    ]);
    expectSafe(came);
    expect(came.who).toEqual([lost]);
    await fleet.host(lost).start();
    await isWhole();
    expect((await having(5)).filter((host) => host !== lost)).toEqual([]);
    await etcd.apply(site.path, '--resume', appliedIn(came.applied.stdout));
    await expectDone(site, 5);
  }, 900_000);

  test('where another host loses its power and stays off; an apply finishes it', async () => {
    using site = quotaOf(6);
    let [changed, lost] = ['', ''];
    const came = await rolled(site, async (first, down, _, leader) => {
      changed = first;
      lost = HOSTS.find((host) => host !== first && host !== leader) ?? '';
      await until('the first is up again', async () => down.now().length === 0);
      await fleet.host(lost).kill();
    });
    expect(came.applied.exitCode).not.toBe(0);
    expectSafe(came);
    expect(came.who).toEqual([changed, lost].sort());
    await fleet.host(lost).start();
    await isWhole();
    const untouched = HOSTS.filter((host) => host !== changed && host !== lost) as readonly string[];
    expect((await having(6)).filter((host) => untouched.includes(host))).toEqual([]);
    await etcd.apply(site.path);
    await expectDone(site, 6);
  }, 900_000);
});
