import type { CommandResult } from '../lab/machine/command.ts';
import { changedSite } from './harness/changed-site.ts';
import { during, type Fleet, until } from './harness/fleet.ts';
import { downFor, killAgent, killingAgent } from './harness/kill.ts';
import { EXAMPLE, HOSTS, nothingChanged, type RedisFleet, startRedisFleet } from './harness/redis-fleet.ts';
import { overlapping, turnsOf, unwell } from './harness/turns.ts';
import { underLoad } from './harness/under-load.ts';

/** A changed setting goes round a real Redis under load while something dies in the middle. Every test begins and ends with a whole cluster. */
let redis: RedisFleet;
let fleet: Fleet;

beforeAll(async () => {
  redis = await startRedisFleet();
  fleet = redis.fleet;
  await redis.apply();
}, 900_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

/** What happens beside a change, from when the first server has been started anew. */
interface Change {
  readonly applying: Promise<CommandResult>;
  /** Who was primary before. */
  readonly primary: string;
  /** Whose servers have been started anew so far. */
  restarted(): Promise<readonly string[]>;
}

/**
 * Gives all servers another limit under load. All must have had their turn, the primary last, never two at once, each proven before the next,
 * and no operation may have failed. Answers how much of what was acknowledged is missing.
 */
async function rolled(mebibytes: number, meanwhile: (change: Change) => Promise<unknown>): Promise<number> {
  using site = changedSite(EXAMPLE, ["maxMemory: '256MiB'", `maxMemory: '${mebibytes}MiB'`]);
  const [primary, since] = [await redis.primary(), await redis.starts()];
  const restarted = async () => {
    const now = await redis.starts();
    return HOSTS.filter((_, index) => now[index] !== since[index]);
  };
  const prefix = `${mebibytes}:`;
  using client = redis.client(60_000);
  const { came, met, most } = await underLoad({ fleet, members: HOSTS, port: 6379 }, client, prefix, async () => {
    const applying = fleet.cli(['apply', site.path, '-y', '--jsonl'], { timeoutMs: 600_000 });
    await during(applying, 'a server is restarted', async () => (await restarted()).length > 0);
    await meanwhile({ applying, primary, restarted });
    return await applying;
  });
  const { exitCode, stdout, stderr } = came;
  expect([exitCode, unwell(stdout), stderr, met.failed]).toEqual([0, [], expect.anything(), []]);
  const turns = turnsOf(stdout, 'redis');
  expect([await restarted(), turns.at(-1)?.instance, overlapping(turns)]).toEqual([HOSTS, `redis@${primary}`, []]);
  expect([most > 1, met.acknowledged > 50]).toEqual([false, true]);
  nothingChanged(await redis.apply(site.path));
  return met.acknowledged - (await client.count(prefix));
}

const off = (host: string): Promise<void> => downFor(fleet.host(host), 8_000);

describe('a change that goes round under load ends well and loses nothing', () => {
  test('where the controller is killed in the turn of the first and of the second member', async () => {
    const lost = await rolled(200, async ({ restarted }) => {
      for (const turn of [1, 2]) {
        await until(`member ${turn} has its turn`, async () => (await restarted()).length >= turn, 120_000);
        await downFor(fleet.controller, 4_000);
      }
    });
    expect(lost).toBe(0);
  }, 600_000);

  test('where agents are killed again and again, on the member that is changed and on those that wait', async () => {
    const lost = await rolled(201, async ({ restarted, applying }) => {
      const [first = ''] = await restarted();
      await killAgent(fleet.host(first));
      await Promise.all(HOSTS.map((host) => killingAgent(fleet.host(host), applying, 4)));
    });
    expect(lost).toBe(0);
  }, 600_000);

  test('where the host of the member that is changed loses its power and comes back', async () => {
    const lost = await rolled(202, async ({ restarted }) => off((await restarted())[0] ?? ''));
    expect(lost).toBe(0);
  }, 600_000);
});

test('a primary whose host loses its power in the middle of handing over takes along at most its last second', async () => {
  const lost = await rolled(203, async ({ primary }) => {
    const look = 'until pgrep -f "redis-member make-[r]eady"; do sleep 0.05; done';
    const seen = await fleet.host(primary).exec(['timeout', '170', 'sh', '-c', look], { timeoutMs: 180_000 });
    expect(seen.exitCode).toBe(0);
    await off(primary);
  });
  // The client writes at most a hundred keys a second.
  expect(lost).toBeLessThan(100);
}, 600_000);
