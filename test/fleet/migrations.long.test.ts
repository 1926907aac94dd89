import { type Fleet, startFleet, until } from './harness/fleet.ts';
import {
  BESIDE,
  hold,
  inARow,
  letGo,
  linked,
  MIGRATIONS,
  migrateWithKills,
  storyOf,
  together,
  wantKey,
} from './harness/migrations.ts';

/** Each takes a quarter of a minute on a machine that has nothing else to do. */
const ROUNDS = Number(process.env.MIGRATION_ROUNDS ?? 50);

let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet({ hosts: [...MIGRATIONS.hosts, ...BESIDE.hosts] });
}, 600_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

const apply = (path: string) => fleet.cli(['apply', path, '-y'], { timeoutMs: 240_000 });

test('applies of one site and of another one at once run each migration once, and no two of them together', async () => {
  for (const key of ['a', 'b', 'c', 'd', 'e']) {
    await wantKey(fleet, key);
    const [first, second, beside] = await Promise.all([MIGRATIONS, MIGRATIONS, BESIDE].map(({ path }) => apply(path)));
    expect([first?.exitCode, second?.exitCode]).toContain(0);
    expect(beside?.exitCode).toBe(0);
    for (const site of [MIGRATIONS, BESIDE])
      expect((await storyOf(fleet, key, site)).filter((line) => line.startsWith('end'))).toHaveLength(2);
  }
  expect(await together(fleet)).toEqual([]);
}, 900_000);

test('a migration of one site waits for that of another one, also over the death of the controller; a second apply of one site is refused', async () => {
  const key = 'held';
  await wantKey(fleet, key);
  await hold(fleet, MIGRATIONS);
  const first = apply(MIGRATIONS.path);
  await until('it is begun', async () => (await storyOf(fleet, key)).length > 0, 120_000);
  const second = await apply(MIGRATIONS.path);
  expect([second.exitCode === 0, second.stderr]).toEqual([
    false,
    expect.stringContaining('is applying jobs right now'),
  ]);

  const beside = apply(BESIDE.path);
  const why = async () => (await fleet.cli(['why', 'search.tables'])).stdout;
  const waits = async () => (await why()).includes('cluster:db:schema is held by db.gundeck');
  await until('the other one waits', waits, 120_000);
  await fleet.controller.kill();
  await fleet.controller.start();
  await linked(fleet);
  await until('it still waits', waits);
  expect([await storyOf(fleet, key), await storyOf(fleet, key, BESIDE)]).toEqual([[`begin gundeck ${key}`], []]);

  await letGo(fleet, MIGRATIONS);
  expect([(await first).exitCode, (await beside).exitCode]).toEqual([0, 0]);
  for (const site of [MIGRATIONS, BESIDE]) expect(await storyOf(fleet, key, site)).toEqual(inARow(key, site));
  expect(await together(fleet)).toEqual([]);
}, 600_000);

test('migrations run once and in their row, never two together, over many rounds in which two sites are applied at once and agents and the controller are killed', async () => {
  expect(await migrateWithKills(fleet, ROUNDS, [MIGRATIONS, BESIDE])).toEqual([]);
  expect(await together(fleet)).toEqual([]);
}, 7_200_000);
