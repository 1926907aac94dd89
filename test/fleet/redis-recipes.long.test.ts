import { changedSite } from './harness/changed-site.ts';
import { enrol, type Fleet, until } from './harness/fleet.ts';
import { killAgent, killBothWhen } from './harness/kill.ts';
import { writeAndRead } from './harness/load.ts';
import { EXAMPLE, HOSTS, nothingChanged, type RedisFleet, startRedisFleet } from './harness/redis-fleet.ts';
import { snapshot } from './harness/snapshot.ts';

/** What is done to a real Redis beside applying it, under a client that counts what it was acknowledged. Each test takes up what those before it left. */
const PROGRAM = '/usr/local/lib/rolecall/redis-member';
const COUNTED = ['2 2 2', '2 2 2', '2 2 2'];

let redis: RedisFleet;
let fleet: Fleet;

const recipe = async (...words: readonly string[]) => {
  const done = await fleet.cli([...words, '-y'], { timeoutMs: 600_000 });
  return [done.exitCode, `${done.stdout}${done.stderr}`] as const;
};
/** It is carried out; where it is not, that says why. */
async function goesWell(...words: readonly string[]): Promise<string> {
  const [exitCode, said] = await recipe(...words);
  expect([exitCode, exitCode === 0 ? '' : said]).toEqual([0, '']);
  return said;
}
const allBut = (...names: readonly string[]): readonly string[] => HOSTS.filter((host) => !names.includes(host));
const isThere = (host: string, path: string) => async () =>
  (await fleet.host(host).exec(['test', '-e', path])).exitCode === 0;
const runs = async (host: string): Promise<boolean> =>
  (await fleet.host(host).exec(['systemctl', 'is-active', 'redis-server'])).exitCode === 0;

beforeAll(async () => {
  redis = await startRedisFleet();
  fleet = redis.fleet;
  const [added] = await Promise.all([fleet.lab.addHosts(['db-4', 'db-5']), redis.apply()]);
  for (const host of added) await enrol(fleet.controller, host);
}, 900_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

const refusals: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['a member that is well', ['replace', 'redis@db-2', 'db-4'], /db-2 does not answer any more.*move it instead/],
  ['one of three', ['decommission', 'redis@db-3'], /two sentinels bear no loss/],
];
test.each(refusals)('%s is refused in one sentence, and nothing is touched', async (_, words, says) => {
  const before = await Promise.all(fleet.lab.hosts.map(snapshot));
  expect(await recipe(...words)).toEqual([1, expect.stringMatching(says)]);
  expect(await Promise.all(fleet.lab.hosts.map(snapshot))).toEqual(before);
});

test('a copy of the data is read through and kept by the controller', async () => {
  await goesWell('backup', 'redis');
  expect((await fleet.cli(['artifacts', 'list'])).stdout).toMatch(/redis\.rdb\s+\d{8}-\d{6}-\w+/);
}, 300_000);

test('a primary moves to a fresh host over the death of controller and agents, and nothing acknowledged is lost', async () => {
  const old = await redis.primary();
  const [witness = '', other = ''] = allBut(old);
  using client = redis.client();
  using load = writeAndRead(client, 'moved:');
  const moving = goesWell('move', `redis@${old}`, 'db-4');
  await killBothWhen(fleet, 'db-4', 'db-4 is being brought about', isThere('db-4', PROGRAM));
  await killBothWhen(fleet, old, `${old} has handed over`, async () => (await redis.primary(witness)) !== old);
  expect(await moving).toContain('no way back from here');
  const met = await load.stop();
  expect(met.failed).toEqual([]);
  expect(met.acknowledged).toBeGreaterThan(50);
  expect(await client.count('moved:')).toBe(met.acknowledged);
  expect(await redis.counts([witness, other, 'db-4'])).toEqual(COUNTED);
  expect([await runs(old), await isThere(old, '/var/lib/redis/appendonlydir')()]).toEqual([false, true]);
  expect((await fleet.cli(['locks'])).stdout).not.toContain('redis');

  // Back again: what it has of its configuration names whoever was primary when it left.
  const handed = [PROGRAM, 'hand-over', fleet.host('db-4').address];
  const now = await redis.primary(witness);
  if (now !== 'db-4') {
    const done = await fleet.host(now).exec(handed, { timeoutMs: 120_000 });
    expect([done.exitCode, done.stderr]).toEqual([0, '']);
  }
  await goesWell('move', 'redis@db-4', old);
  expect(await client.count('moved:')).toBe(met.acknowledged);
  expect(await redis.counts()).toEqual(COUNTED);
  nothingChanged(await redis.apply());
}, 900_000);

test('a dead primary is replaced by a fresh host that loses its power in the middle, as controller and agent die: the same command goes on', async () => {
  const lost = await redis.primary();
  const [one = '', other = ''] = allBut(lost);
  await fleet.host(lost).kill();
  await until('both others name another primary', async () => {
    const [first, second] = await Promise.all([redis.primary(one), redis.primary(other)]);
    return first === second && first !== lost;
  });
  await until('its loss is known', async () => (await fleet.cli(['hosts'])).stdout.includes('away'));
  using client = redis.client();
  const kept = await client.count('moved:');
  using load = writeAndRead(client, 'replaced:');

  const words = ['replace', `redis@${lost}`, 'db-5'] as const;
  const begun = recipe(...words);
  await until('db-5 is being brought about', isThere('db-5', PROGRAM), 120_000);
  await killAgent(fleet.host('db-5'));
  await fleet.controller.kill();
  await fleet.host('db-5').kill();
  await fleet.controller.start();
  const [exitCode, said] = await begun;
  expect([exitCode === 0, said]).toEqual([false, expect.stringContaining('unreachable')]);
  expect(await recipe('move', `redis@${one}`, 'db-4')).toEqual([
    1,
    expect.stringContaining(`replace redis@${lost} was begun`),
  ]);

  await fleet.host('db-5').start();
  await until('only the lost one is away', async () => {
    const away = (await fleet.cli(['hosts'])).stdout.split('\n').filter((line) => line.includes('away'));
    return away.length === 1 && away[0]?.includes(lost) === true;
  });
  await goesWell(...words);
  const met = await load.stop();
  expect(met.failed).toEqual([]);
  expect(await client.count('replaced:')).toBe(met.acknowledged);
  expect(await client.count('moved:')).toBe(kept);
  expect(await redis.counts([one, other, 'db-5'])).toEqual(COUNTED);

  await fleet.cli(['hosts', 'revoke', lost]);
  using edited = changedSite(
    EXAMPLE,
    [`'${lost}': {`, "'db-5': {"],
    ["['db-1', 'db-2', 'db-3']", `['${one}', '${other}', 'db-5']`],
    ["prometheus.on(['db-1']", `prometheus.on(['${one}']`],
  );
  await redis.apply(edited.path);
  nothingChanged(await redis.apply(edited.path));
}, 900_000);
