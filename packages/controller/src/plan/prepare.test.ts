import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, Ask, Catalog, Facts, HostName, InstanceId, JsonObject, RunId, Sha256 } from '@rolecall/protocol';
import { pino } from 'pino';
import { Audit } from '../audit/audit.ts';
import { Blobs } from '../blobs/blobs.ts';
import { Secrets } from '../secrets/secrets.ts';
import type { Services } from '../serve/services.ts';
import { bundleSite } from '../site/bundle/bundle-site.ts';
import { noteApplied } from '../store/applied.ts';
import { Database } from '../store/database.ts';
import { putFacts } from '../store/facts.ts';
import { enrolHost, noteAddress } from '../store/hosts.ts';
import { recordsOf } from '../store/records.ts';
import { openPlanDeps, type PlanDeps, prepare } from './index.ts';

const EXAMPLE = join(import.meta.dirname, '../../../../examples/redis/site.ts');
const HOSTS = ['db-1', 'db-2', 'db-3'] as HostName[];

let folder: string;
let planning: PlanDeps & { close(): Promise<void> };
let services: Services;
let bundle: Sha256;
/** What the linked hosts answer, by their names; a host without an entry is away. */
let answers: Record<string, (ask: Ask) => Answer>;

const absent = (): Answer => ({ is: 'absent', reason: 'nothing listens there' });
const primaryAt = (address: string) => (): Answer => ({ is: 'value', value: [address, '6379'] });

beforeAll(async () => {
  const bundled = await bundleSite(EXAMPLE);
  if (!bundled.ok) throw new Error(JSON.stringify(bundled.findings));
  folder = mkdtempSync(join(tmpdir(), 'rolecall-prepare-'));
  const database = new Database(join(folder, 'store.db'));
  const blobs = new Blobs(database, join(folder, 'blobs'));
  bundle = blobs.put(await bundled.content());
  services = {
    data: folder,
    url: 'https://controller',
    database,
    blobs,
    secrets: await Secrets.open(database, join(folder, 'secrets.key')),
    authorities: { bundle: '' },
    audit: new Audit(database),
    log: pino({ level: 'silent' }),
    selectHosts: (expression) => HOSTS.filter((host) => expression === host),
    hub: {
      isLinked: (host) => answers[host] !== undefined,
      question: async (host, asks) => asks.map((ask) => answers[host]?.(ask) ?? absent()),
      plan: () => Promise.reject(new Error('preparing reads no host')),
      send: () => false,
      listen: () => {},
    },
  };
  for (const [i, host] of HOSTS.entries()) {
    const key = Buffer.alloc(32, i + 1).toString('base64');
    const identity = {
      id: `00000000-0000-4000-8000-00000000000${i}` as never,
      serial: `${i}`,
      notAfter: 0,
      sealingKey: key,
    };
    enrolHost(database, host, {}, identity);
    noteAddress(database, host, `10.0.0.${i + 1}`);
    putFacts(database, host, `${i}`.repeat(64) as Sha256, facts(host));
  }
  planning = openPlanDeps(services);
}, 60_000);

afterAll(async () => {
  await planning?.close();
  services?.database.close();
  rmSync(folder, { recursive: true, force: true });
});

const facts = (host: string): Facts =>
  ({
    hostname: host,
    cpu: { model: 'x', count: 2, sockets: 1, flags: [] },
    mem: { total: 4e9, swap: 0, hugepages: 'never' },
    mounts: [{ path: '/', device: '/dev/vda', type: 'ext4', options: '', size: 1e11 }],
    net: { unknown: 'not in this test' },
    usage: { memAvailable: Math.random() * 1e9, load1: 0, uptimeMs: 0, mounts: [] },
  }) as unknown as Facts;

const catalogOf = (hash: Sha256 | null): Catalog =>
  JSON.parse(Buffer.from(services.blobs.get(hash as Sha256) ?? []).toString('utf8')) as Catalog;

describe('working out the redis example', () => {
  test('without a cluster and without a record the first host founds it', async () => {
    answers = { 'db-1': absent, 'db-2': absent, 'db-3': absent };
    const { decisions, instances } = await prepare(planning, { bundle, limit: null });
    const redis = decisions.find(({ use }) => use === 'redis');
    expect(redis).toMatchObject({ founding: true, record: { founder: 'db-1', formed: false } });
    expect(instances.map(({ instance, outcome }) => [instance, outcome])).toEqual([
      ...HOSTS.map((host) => [`node-exporter@${host}`, null]),
      ...HOSTS.map((host) => [`redis@${host}`, null]),
      ['redis.sentinels@-', null],
      ['prometheus@db-1', null],
    ]);
    const sentinels = instances.find(({ instance }) => instance === 'redis.sentinels@-');
    expect(sentinels?.job?.source.file).toMatch(/^roles\/redis\/src\//);
  });

  test('while a member is away, nobody founds a cluster of which nothing is known', async () => {
    answers = { 'db-1': absent, 'db-2': absent };
    const { instances } = await prepare(planning, { bundle, limit: null });
    const redis = instances.find(({ instance }) => instance === 'redis@db-1');
    expect([redis?.outcome, redis?.why?.message]).toEqual(['failed', expect.stringContaining('db-3 is away')]);
  });

  test('a cluster that lives is not founded again, though there is no record of it', async () => {
    answers = Object.fromEntries(HOSTS.map((host) => [host, primaryAt('10.0.0.2')]));
    const { decisions } = await prepare(planning, { bundle, limit: null });
    expect(decisions[0]).toMatchObject({ founding: false, decided: { primary: '10.0.0.2' } });
  });

  test('what uses an output waits for all that give it, and has their values in its catalog', async () => {
    answers = { 'db-1': absent, 'db-2': absent, 'db-3': absent };
    const { instances } = await prepare(planning, { bundle, limit: null });
    const last = instances.find(({ instance }) => instance === 'prometheus@db-1');
    expect([...(last?.after ?? [])].sort()).toEqual(['node-exporter@-', 'redis@-']);
    const text = JSON.stringify(catalogOf(last?.catalog ?? null));
    for (const address of ['10.0.0.1:9100', '10.0.0.2:9121', '10.0.0.3:9121']) expect(text).toContain(address);
  });

  test('the live primary wins over the record, goes last, and the catalogs stay the same', async () => {
    recordsOf(services.database).found('redis-example', 'redis', 'db-1');
    recordsOf(services.database).formed('redis-example', 'redis');
    answers = Object.fromEntries(HOSTS.map((host) => [host, primaryAt('10.0.0.1')]));
    const before = await prepare(planning, { bundle, limit: null });
    answers = Object.fromEntries(HOSTS.map((host) => [host, primaryAt('10.0.0.2')]));
    const after = await prepare(planning, { bundle, limit: null });
    expect(after.decisions[0]?.order.at(-1)).toBe('db-2');
    const owned = (all: typeof before) =>
      all.instances
        .filter(({ instance }) => instance.startsWith('redis@'))
        .map(({ catalog }) =>
          catalogOf(catalog).resources.map(({ kind, key, params }) => ({
            kind,
            key,
            params: { ...params, seed: null },
          })),
        );
    expect(owned(after)).toEqual(owned(before));
  });

  test('the same site over the same hosts gives the same catalogs to the byte', async () => {
    answers = Object.fromEntries(HOSTS.map((host) => [host, primaryAt('10.0.0.2')]));
    const hashes = async () =>
      (await prepare(planning, { bundle, limit: null })).instances.map(({ catalog }) => catalog);
    expect(await hashes()).toEqual(await hashes());
  });

  test('what an apply brings about on a host asks the site nothing anew', async () => {
    answers = Object.fromEntries(HOSTS.map((host) => [host, primaryAt('10.0.0.2')]));
    await prepare(planning, { bundle, limit: null });
    const asked = () => services.database.get<{ count: number }>('SELECT count(*) AS count FROM evaluation')?.count;
    const before = asked();
    const brought = { services: { running: ['redis-server.service'], failed: [] }, packages: { count: 312 } };
    putFacts(services.database, 'db-1' as HostName, 'e'.repeat(64) as Sha256, { ...facts('db-1'), ...brought });
    await prepare(planning, { bundle, limit: null });
    expect(asked()).toBe(before);
  });

  test("no secret's value is in a catalog, only its name and version", async () => {
    const { instances } = await prepare(planning, { bundle, limit: null });
    const redis = instances.find(({ instance }) => instance === 'redis@db-1');
    expect(redis?.secrets).toEqual(['redis/password']);
    expect(catalogOf(redis?.catalog ?? null).secrets).toEqual([{ name: 'redis/password', version: 1 }]);
  });

  test('a limit leaves other hosts out, and they still count as members', async () => {
    const { instances, decisions } = await prepare(planning, { bundle, limit: 'db-2' });
    expect(instances.map(({ instance }) => instance)).toEqual([
      'node-exporter@db-2',
      'redis@db-2',
      'redis.sentinels@-',
    ]);
    expect(decisions[0]?.order).toHaveLength(3);
  });

  const applied = (instance: string, after: readonly string[] = [], more: { readonly frozen?: JsonObject } = {}) =>
    noteApplied(services.database, {
      site: 'redis-example',
      instance: instance as InstanceId,
      catalog: 'f'.repeat(64) as Sha256,
      after: after as InstanceId[],
      run: 'run-1' as RunId,
      ...more,
    });

  test('what was applied and is no longer declared goes after all that used it, with an empty catalog', async () => {
    applied('memcached@db-1');
    applied('web@db-2', ['memcached@-']);
    applied('prometheus@db-1', ['memcached@db-1']);
    const { instances } = await prepare(planning, { bundle, limit: null });
    const gone = instances.filter((one) => one.gone);
    expect(gone.map(({ instance, after }) => [instance, after])).toEqual([
      ['memcached@db-1', ['prometheus@db-1', 'web@db-2']],
      ['web@db-2', []],
    ]);
    expect(catalogOf(gone[0]?.catalog ?? null)).toMatchObject({
      instance: 'memcached@db-1',
      resources: [],
      undo: null,
    });
  });

  test('what was applied to a host that was cut off since is left as it is, and said', async () => {
    applied('memcached@db-9');
    const { notes, instances } = await prepare(planning, { bundle, limit: null });
    expect(notes).toMatchObject([{ about: 'memcached@db-9', note: expect.stringContaining('cut off: left as it is') }]);
    expect(instances.map(({ instance }) => instance)).not.toContain('memcached@db-9');
  });

  test('an answer that nobody knows stops what depends on it, and says who cannot say what', async () => {
    answers = { 'db-2': () => ({ is: 'unknown', reason: 'it does not answer within 5 s' }) };
    const { instances } = await prepare(planning, { bundle, limit: null });
    const redis = instances.find(({ instance }) => instance === 'redis@db-3');
    expect([redis?.outcome, redis?.why?.message]).toEqual(['failed', expect.stringMatching(/db-2 cannot say.*5 s/)]);
  });

  test('where the site says otherwise how members are asked than they were started, that is what is refused', async () => {
    applied('redis@db-3', [], { frozen: { port: 6379, tls: true } });
    answers = { 'db-2': () => ({ is: 'unknown', reason: 'what listens there does not speak the protocol of Redis' }) };
    await expect(prepare(planning, { bundle, limit: null })).rejects.toMatchObject({
      code: 'frozen',
      message: 'tls of redis@db-3 has been true since its first start and cannot become false',
      hint: expect.stringContaining('put true back'),
    });
    // On other hosts than those that are planned nothing is refused.
    const { instances } = await prepare(planning, { bundle, limit: 'db-2' });
    expect(instances.find(({ instance }) => instance === 'redis@db-2')?.why?.code).toBe('not_observed');
  });
});
