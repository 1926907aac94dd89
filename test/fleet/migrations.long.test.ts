import { type Fleet, startFleet } from './harness/fleet.ts';
import { BESIDE, MIGRATIONS, migrateWithKills, storyOf, together, wantKey } from './harness/migrations.ts';

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

test('migrations run once and in their row, never two together, over many rounds in which two sites are applied at once and agents and the controller are killed', async () => {
  expect(await migrateWithKills(fleet, ROUNDS, [MIGRATIONS, BESIDE])).toEqual([]);
  expect(await together(fleet)).toEqual([]);
}, 7_200_000);
