import { join } from 'node:path';
import { applySite } from './harness/commands.ts';
import { type Fleet, out, startFleet } from './harness/fleet.ts';
import { asEffects, simulated } from './harness/simulated.ts';
import { effects, tree } from './harness/tree.ts';

/** The examples on a copy of each host, beside what apply then does. */
const REDIS = join(import.meta.dirname, '../../examples/redis/site.ts');
const HOSTS = ['db-1', 'db-2', 'db-3'] as const;
const PACKAGES = [
  'redis-server',
  'redis-sentinel',
  'prometheus-redis-exporter',
  'prometheus',
  'prometheus-node-exporter',
];

/** What services write once they run; none runs on a copy. */
const WRITTEN_BY_SERVICES = /^\S+ \/(var\/lib\/(redis|prometheus)|etc\/redis\/sentinel\.conf)/;

let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet({ hosts: HOSTS, cachedPackages: PACKAGES });
  await fleet.cli(['secrets', 'set', 'redis/password'], { input: 'a-password-of-this-test' });
}, 900_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

test('a simulated plan of the redis and prometheus example names every file and package that apply then brings', async () => {
  const host = fleet.host('db-2');
  const before = await tree(host);
  const plan = await simulated(fleet, REDIS, 'db-2');
  expect(await out(host, 'sh', '-c', 'dpkg -l | grep -c redis || true')).toBe('0\n');
  expect(effects(before, await tree(host))).toEqual([]);
  await applySite(fleet, REDIS);
  const real = effects(before, await tree(host));
  const quiet = (all: readonly string[]) => all.filter((effect) => !WRITTEN_BY_SERVICES.test(effect));
  expect(plan.unknown.filter((sentence) => sentence.startsWith('it stopped'))).toEqual([]);
  expect(quiet(asEffects(plan))).toEqual(quiet(real));
  const versions = (await out(host, 'dpkg-query', '-W')).replaceAll(/(:\w+)?\t/g, ' ');
  expect(plan.packages.map(({ name, to }) => `${name} ${to}`).sort()).toEqual(
    versions.split('\n').filter((line) => plan.packages.some(({ name }) => line.startsWith(`${name} `))),
  );
}, 600_000);
