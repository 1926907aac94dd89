import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, Ask, InstanceId, RunId, Sha256, SiteDocument } from '@rolecall/protocol';
import { refuseLost, withRestored } from '../plan/identity.ts';
import { Secrets } from '../secrets/secrets.ts';
import type { Services } from '../serve/services.ts';
import { Database } from '../store/database.ts';
import { allIdentities } from '../store/identities.ts';
import { identityHandlers } from './identity-verbs.ts';
import { keepIdentity } from './keep-identity.ts';
import { forgetInstance, rememberInstance } from './remember-instance.ts';

const KEY = '/var/lib/node/key';
const INSTANCE = 'node@n-1' as InstanceId;
const source = { file: 'site.ts', line: 1, column: 1 };
const site = {
  name: 'waku',
  roles: [{ name: 'node', identity: [KEY] }],
  uses: [{ use: 'node', role: 'node' }],
} as unknown as SiteDocument;

/** What a host has, as it answers for it. */
function answerOf(files: ReadonlyMap<string, Buffer>, ask: Ask): Answer {
  if (ask.ask !== 'file') throw new Error('only files are asked for');
  const bytes = files.get(ask.path);
  if (bytes === undefined) return { is: 'absent', reason: `there is no ${ask.path}` };
  const known = { size: bytes.length, mode: 0o600, owner: 'node', group: 'node', sha256: digest(bytes) };
  return { is: 'value', value: ask.as === 'bytes' ? { ...known, base64: bytes.toString('base64') } : known };
}
const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

let folder: string;
let database: Database;
let services: Services;
let files: Map<string, Buffer>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-identity-'));
  database = new Database(join(folder, 'store.db'));
  files = new Map();
  services = {
    database,
    secrets: await Secrets.open(database, join(folder, 'key')),
    hub: {
      isLinked: () => true,
      question: async (_: string, asks: readonly Ask[]) => asks.map((ask) => answerOf(files, ask)),
    },
    audit: { record: () => {} },
  } as unknown as Services;
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const owner = (instance = INSTANCE, ...former: readonly string[]) => ({
  site: 'waku',
  instance,
  names: [instance, ...(former as readonly InstanceId[])],
  host: 'n-1' as never,
  at: null,
});
const look = () => refuseLost(services, owner(), [KEY]);
const up = (instance = INSTANCE, formerly: readonly string[] = []) =>
  rememberInstance(
    database,
    { created: { site: 'waku', run: 'r-1' as RunId, intent: { is: 'converge' } } as never },
    { instance, after: [], becomes: 'a'.repeat(64) as Sha256, formerly: formerly.map((name) => name as InstanceId) },
  );
const settle = (as: 'restore' | 'forget') =>
  identityHandlers(services)['identity.settle']({ instance: INSTANCE, path: null, site: null, as }, {
    operator: 'ann',
  } as never);

describe('a file that says who a member is', () => {
  test('is backed up once, as a secret, and only its checksum is asked for later', async () => {
    files.set(KEY, Buffer.from([1, 2, 255]));
    expect(await keepIdentity(services, site, INSTANCE)).toEqual([]);
    const [kept] = allIdentities(database);
    expect(kept).toMatchObject({ instance: INSTANCE, path: KEY, mode: 0o600, owner: 'node', restore: false });
    expect(services.secrets.look(kept?.secret ?? '', (value) => value)).toBe('AQL/');
    await expect(look()).resolves.toBeUndefined();
    files.set(KEY, Buffer.from([9]));
    expect(await keepIdentity(services, site, INSTANCE)).toEqual([]);
    expect(allIdentities(database)).toEqual([kept]);
  });

  test('stops a plan where it is gone or another, in a sentence that says what to do', async () => {
    files.set(KEY, Buffer.from('first'));
    await keepIdentity(services, site, INSTANCE);
    files.delete(KEY);
    await expect(look()).rejects.toMatchObject({
      code: 'identity_lost',
      message: expect.stringMatching(/^\/var\/lib\/node\/key of node@n-1 is gone .* since \d{4}-\d\d-\d\d/),
      hint: expect.stringContaining('controller identity restore node@n-1'),
    });
    files.set(KEY, Buffer.from('second'));
    await expect(look()).rejects.toMatchObject({ code: 'identity_changed' });
  });

  test('comes back before anything is started, and is asked for again once it is there', async () => {
    files.set(KEY, Buffer.from('first'));
    await keepIdentity(services, site, INSTANCE);
    files.delete(KEY);
    await settle('restore');
    await expect(look()).resolves.toBeUndefined();
    const declared = ['directory', 'unit', 'service', 'timer'].map((kind) => ({ kind, key: kind, params: {}, source }));
    const restored = withRestored(services, owner(), declared as never, source);
    expect(restored.map(({ kind }) => kind)).toEqual(['directory', 'unit', 'file', 'service', 'timer']);
    expect(restored[2]).toMatchObject({
      key: KEY,
      remove: 'keep',
      params: { encoding: 'base64', owner: 'node', mode: 0o600 },
    });
    up();
    expect(withRestored(services, owner(), [], source)).toEqual([]);
    await expect(look()).rejects.toMatchObject({ code: 'identity_lost' });
  });

  test('may be let go of, and is backed up anew then', async () => {
    files.set(KEY, Buffer.from('first'));
    await keepIdentity(services, site, INSTANCE);
    files.set(KEY, Buffer.from('second'));
    await settle('forget');
    await expect(look()).resolves.toBeUndefined();
    await keepIdentity(services, site, INSTANCE);
    expect(allIdentities(database)).toMatchObject([{ sha256: digest(Buffer.from('second')) }]);
    expect(() => settle('restore')).not.toThrow();
  });

  test('goes with an instance that has another name now, and with one of which nothing is left', async () => {
    files.set(KEY, Buffer.from('first'));
    await keepIdentity(services, site, INSTANCE);
    files.delete(KEY);
    const renamed = 'relay@n-1' as InstanceId;
    await expect(refuseLost(services, owner(renamed, INSTANCE), [KEY])).rejects.toMatchObject({
      code: 'identity_lost',
    });
    up(renamed, [INSTANCE]);
    expect(allIdentities(database)).toMatchObject([{ instance: renamed }]);
    forgetInstance(database, 'waku', renamed);
    expect(allIdentities(database)).toEqual([]);
  });

  test('that is not there when its member is up is noted', async () => {
    expect(await keepIdentity(services, site, INSTANCE)).toMatchObject([
      { event: 'noted', about: INSTANCE, note: expect.stringContaining(`there is no ${KEY}`) },
    ]);
    expect(allIdentities(database)).toEqual([]);
  });
});
