import { type Fleet, startFleet } from './harness/fleet.ts';
import { migrateWithLosses, TELLING, together } from './harness/migrations.ts';

/** Each takes a third of a minute on a machine that has nothing else to do. */
const ROUNDS = Number(process.env.MIGRATION_ROUNDS ?? 25);

let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet({ hosts: TELLING.flatMap(({ hosts }) => hosts) });
}, 600_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

test('migrations whose hosts can tell what is done end once and in their row, never two together, without anybody, over many rounds in which hosts lose their power', async () => {
  expect(await migrateWithLosses(fleet, ROUNDS)).toEqual([]);
  expect(await together(fleet, true)).toEqual([]);
}, 7_200_000);
