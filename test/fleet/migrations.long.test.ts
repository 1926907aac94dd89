import { type Fleet, startFleet } from './harness/fleet.ts';
import { MIGRATED, migrateWithKills } from './harness/migrations.ts';

let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet({ hosts: MIGRATED });
}, 600_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

test('migrations run once and in their row over 50 applies in which agent and controller are killed', async () => {
  expect(await migrateWithKills(fleet, 50)).toEqual([]);
}, 7_200_000);
