import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Declared, Sha256 } from '@rolecall/protocol';
import { kinds } from '@rolecall/resources';
import { Blobs } from '../blobs/blobs.ts';
import { Database } from '../store/database.ts';
import { setPackages } from '../store/offline.ts';
import { withPackages } from './packages.ts';

const source = { file: 'site.ts', line: 1, column: 1 };
const declared = (kind: string, key: string): Declared =>
  ({ kind, key, params: kind === 'package' ? { name: key } : { path: key }, source }) as unknown as Declared;

test('packages that were imported for a site come before the first package of an instance, and to no other site', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packages-'));
  const database = new Database(':memory:');
  const blobs = new Blobs(database, folder);
  const content = Buffer.from('a repository');
  const sha256 = createHash('sha256').update(content).digest('hex') as Sha256;
  const wanted = [declared('directory', '/srv'), declared('package', 'jq'), declared('package', 'redis')];
  const kindsWith = (site: string) => withPackages({ database, blobs }, site, wanted).map(({ kind }) => kind);
  setPackages(database, 'shop', sha256);
  expect(kindsWith('shop')).toEqual(['directory', 'package', 'package']);
  blobs.put(content);
  expect(kindsWith('shop')).toEqual(['directory', 'artifact', 'aptRepository', 'package', 'package']);
  expect(kindsWith('other')).toEqual(['directory', 'package', 'package']);
  expect(withPackages({ database, blobs }, 'shop', wanted.slice(0, 1))).toEqual(wanted.slice(0, 1));
  const [, artifact, repository] = withPackages({ database, blobs }, 'shop', wanted);
  expect(kinds.artifact.params.parse(artifact?.params)).toMatchObject({ sha256, version: sha256.slice(0, 12) });
  expect(kinds.aptRepository.params.parse(repository?.params)).toMatchObject({ trusted: true });
  database.close();
  rmSync(folder, { recursive: true });
});

test('only what lies on a host itself is trusted without a key', () => {
  const given = { name: 'a', uris: ['https://a.example/'], suites: ['./'], trusted: true };
  expect(kinds.aptRepository.params.safeParse(given).error?.issues[0]?.message).toBe(
    'only what lies on the host itself is trusted without a key',
  );
});
