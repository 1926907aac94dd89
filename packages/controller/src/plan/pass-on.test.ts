import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalog, Declared, HostName, InstanceId, RunId, Sha256, UseName } from '@rolecall/protocol';
import { Blobs } from '../blobs/blobs.ts';
import { canonical } from '../site/canonical.ts';
import { noteApplied } from '../store/applied.ts';
import { Database } from '../store/database.ts';
import { Claims } from './conflicts.ts';
import { passOn } from './pass-on.ts';
import type { PreparedInstance } from './prepared.ts';

const HOST = 'a' as HostName;
let folder: string;
let database: Database;
let blobs: Blobs;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-pass-'));
  database = new Database(join(folder, 'store.db'));
  blobs = new Blobs(database, join(folder, 'blobs'));
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const file = (key: string): Declared =>
  ({ kind: 'file', key, params: { path: key }, source: { file: 's', line: 1, column: 1 } }) as unknown as Declared;

function catalogOf(instance: string, paths: readonly string[]): Sha256 {
  const nothing = { formerly: [], undo: null, secrets: [] };
  const catalog = { schema: 'rolecall/catalog/1', instance, ...nothing, resources: paths.map(file) };
  return blobs.put(Buffer.from(canonical(catalog)));
}

function was(instance: string, paths: readonly string[]): void {
  const catalog = catalogOf(instance, paths);
  noteApplied(database, { site: 's', instance: instance as InstanceId, catalog, after: [], run: 'r-1' as RunId });
}

/** What the catalogs say that passes on, when the site declares this. */
function passing(site: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, unknown>> {
  const claims = new Claims();
  for (const [use, paths] of Object.entries(site)) claims.add(HOST, use as UseName, paths.map(file));
  const instances = Object.entries(site).map(([use, paths]) => {
    const catalog = catalogOf(`${use}@a`, paths);
    return { instance: `${use}@a`, host: HOST, catalog, becomes: catalog, formerly: [] } as unknown as PreparedInstance;
  });
  const after = passOn({ database, blobs }, 's', claims, instances);
  expect(after.map(({ becomes }) => becomes)).toEqual(instances.map(({ becomes }) => becomes));
  return Object.fromEntries(
    after.map(({ instance, catalog }) => {
      const { elsewhere = 'nothing' } = JSON.parse(
        Buffer.from(blobs.get(catalog as Sha256) ?? []).toString('utf8'),
      ) as Catalog;
      if (elsewhere !== 'nothing') expect(blobs.isGranted(HOST, catalog as Sha256)).toBe(true);
      return [instance, elsewhere];
    }),
  );
}

test('what one role declared and another one of the host declares now passes to that one', () => {
  was('one@a', ['/x', '/y']);
  was('two@a', ['/z']);
  expect(passing({ one: ['/x'], two: ['/z', '/y'] })).toEqual({
    'one@a': [{ id: 'file:/y', instance: 'two@a' }],
    'two@a': 'nothing',
  });
});

test('what nobody declares any longer, what both declare, and what did not change pass nowhere', () => {
  was('one@a', ['/x', '/y']);
  expect(passing({ one: ['/x'], two: ['/z'] })).toEqual({ 'one@a': 'nothing', 'two@a': 'nothing' });
  expect(passing({ one: ['/x', '/y', '/new'], two: ['/y'] })).toEqual({ 'one@a': 'nothing', 'two@a': 'nothing' });
  expect(passing({ one: ['/x', '/y'], two: ['/y'] })).toEqual({ 'one@a': 'nothing', 'two@a': 'nothing' });
});

test('once it has passed, the next plan says nothing of it', () => {
  was('one@a', ['/x']);
  was('two@a', ['/y']);
  expect(passing({ one: ['/x'], two: ['/y'] })).toEqual({ 'one@a': 'nothing', 'two@a': 'nothing' });
});
