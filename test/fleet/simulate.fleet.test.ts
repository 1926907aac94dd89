import { join } from 'node:path';
import { applySite } from './harness/commands.ts';
import { type Fleet, startFleet } from './harness/fleet.ts';
import { asEffects, simulated } from './harness/simulated.ts';
import { effects, tree } from './harness/tree.ts';
import { offer } from './kinds/tiny-packages.ts';

/** A plan on a copy of a host, beside what apply then does. */
const SITE = join(import.meta.dirname, 'sites/scripted.ts');

let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet({ hosts: ['db-1'] });
}, 600_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

test('a simulated plan of a package whose scripts write files is what apply then does, and touches nothing itself', async () => {
  const host = fleet.host('db-1');
  await offer(host, [
    {
      name: 'writes',
      version: '1.0',
      scripts: { postinst: 'mkdir -p /srv/made && echo by a script >/srv/made/file && rm -f /etc/issue.net' },
    },
  ]);
  const before = await tree(host);
  const plan = await simulated(fleet, SITE, 'db-1');
  expect(effects(before, await tree(host))).toEqual([]);
  expect(plan.packages).toEqual([{ name: 'writes', from: null, to: '1.0' }]);
  expect(plan.unknown).toEqual(['command:say hello is not tried on a copy']);
  await applySite(fleet, SITE);
  const real = effects(before, await tree(host));
  expect(real).toEqual(expect.arrayContaining(['created /srv/made/file', 'removed /etc/issue.net']));
  expect(asEffects(plan)).toEqual(real);
}, 300_000);
