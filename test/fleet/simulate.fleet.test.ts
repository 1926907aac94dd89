import { join } from 'node:path';
import { type Fleet, out, startFleet } from './harness/fleet.ts';
import { effects, tree } from './harness/tree.ts';
import { offer } from './kinds/tiny-packages.ts';

/** A plan on a copy of each host, beside what apply then does. */
const REDIS = join(import.meta.dirname, '../../examples/redis/site.ts');
const SCRIPTED = join(import.meta.dirname, 'sites/scripted.ts');
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

interface Simulated {
  readonly files: readonly { readonly path: string; readonly how: string }[];
  readonly packages: readonly { readonly name: string; readonly to: string | null }[];
  readonly unknown: readonly string[];
}

/** What `plan --simulate` says of a host, all its instances together. */
async function simulated(site: string, host: string): Promise<Simulated> {
  const done = await fleet.cli(['plan', site, '--simulate', '--json'], { timeoutMs: 600_000 });
  if (done.exitCode !== 0) throw new Error(done.stdout + done.stderr);
  const { instances } = JSON.parse(done.stdout) as {
    instances: readonly { readonly instance: string; readonly simulated: Simulated | null }[];
  };
  const found = instances.flatMap((one) => (one.instance.endsWith(`@${host}`) ? (one.simulated ?? []) : []));
  return {
    files: found.flatMap(({ files }) => files),
    packages: found.flatMap(({ packages }) => packages),
    unknown: found.flatMap(({ unknown }) => unknown),
  };
}

async function applied(site: string): Promise<void> {
  const done = await fleet.cli(['apply', site, '-y'], { timeoutMs: 600_000 });
  if (done.exitCode !== 0) throw new Error(done.stdout + done.stderr);
}

const asEffects = ({ files }: Simulated): readonly string[] =>
  [...new Set(files.map(({ path, how }) => `${how} ${path}`))].sort();

describe('a simulated plan', () => {
  test('of a package whose scripts write files is what apply then does, and touches nothing itself', async () => {
    const host = fleet.host('db-1');
    await offer(host, [
      {
        name: 'writes',
        version: '1.0',
        scripts: { postinst: 'mkdir -p /srv/made && echo by a script >/srv/made/file && rm -f /etc/issue.net' },
      },
    ]);
    const before = await tree(host);
    const plan = await simulated(SCRIPTED, 'db-1');
    expect(effects(before, await tree(host))).toEqual([]);
    expect(plan.packages).toEqual([{ name: 'writes', from: null, to: '1.0' }]);
    expect(plan.unknown).toEqual(['command:say hello is not tried on a copy']);
    await applied(SCRIPTED);
    const real = effects(before, await tree(host));
    expect(real).toEqual(expect.arrayContaining(['created /srv/made/file', 'removed /etc/issue.net']));
    expect(asEffects(plan)).toEqual(real);
  }, 300_000);

  test('of the redis and prometheus example names every file and package that apply then brings', async () => {
    const host = fleet.host('db-2');
    const before = await tree(host);
    const plan = await simulated(REDIS, 'db-2');
    expect(await out(host, 'sh', '-c', 'dpkg -l | grep -c redis || true')).toBe('0\n');
    expect(effects(before, await tree(host))).toEqual([]);
    await applied(REDIS);
    const real = effects(before, await tree(host));
    const quiet = (all: readonly string[]) => all.filter((effect) => !WRITTEN_BY_SERVICES.test(effect));
    expect(plan.unknown.filter((sentence) => sentence.startsWith('it stopped'))).toEqual([]);
    expect(quiet(asEffects(plan))).toEqual(quiet(real));
    const versions = (await out(host, 'dpkg-query', '-W')).replaceAll('\t', ' ');
    expect(plan.packages.map(({ name, to }) => `${name} ${to}`)).toEqual(
      versions.split('\n').filter((line) => plan.packages.some(({ name }) => line.startsWith(`${name} `))),
    );
  }, 600_000);
});
