import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Declared, KindName } from '@rolecall/protocol';
import { Blobs } from '../blobs/blobs.ts';
import { Database } from '../store/database.ts';
import { dockerArchive, ociArchive, ociImage, sha256Of } from '../testing/image-archive.ts';
import { withImageId } from './images.ts';

let folder: string;
let database: Database;
let blobs: Blobs;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-images-'));
  database = new Database(join(folder, 'store.db'));
  blobs = new Blobs(database, join(folder, 'blobs'));
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const [a, b] = [ociImage('{"os":"linux","a":1}'), ociImage('{"os":"linux","b":1}')];
const source = { file: 'site.ts', line: 7, column: 3 };

/** What a plan makes of a container from an archive. */
function settled(archive: Uint8Array, digest: string, id?: string): unknown {
  const params = {
    name: 'shop',
    image: `registry.example/shop@${digest}`,
    archive: { sha256: blobs.put(archive), ...(id === undefined ? {} : { id }) },
  };
  const declared: Declared = { kind: 'container' as KindName, key: 'shop', params, source };
  return (withImageId(blobs, declared).params as { readonly archive: { readonly id: string } }).archive.id;
}

describe('a container from an archive', () => {
  test('is the image whose manifest it names, and needs no more words', () => {
    expect(settled(ociArchive(a), a.digest)).toBe(a.id);
    expect(settled(ociArchive(a, b), b.digest)).toBe(b.id);
  });

  test('is the image that it names by id, where an archive has lost the manifest', () => {
    const archive = dockerArchive('{"a":1}', '{"b":1}');
    expect(settled(archive, a.digest, sha256Of('{"b":1}'))).toBe(sha256Of('{"b":1}'));
  });

  test('is refused where nothing proves that the archive is of that image; the sentence says what it has', () => {
    const archive = dockerArchive('{"a":1}');
    expect(() => settled(archive, a.digest)).toThrow(
      `the archive ${sha256Of(archive)} of the container shop does not hold one image with the manifest ${a.digest}, but what has the id ${sha256Of('{"a":1}')}`,
    );
  });

  test('is refused where the archive has another image than the id says', () => {
    expect(() => settled(ociArchive(a), a.digest, b.id)).toThrow(`does not hold an image with the id ${b.id}`);
  });

  test('is refused with its place where the file is no archive of an image', () => {
    let thrown: unknown;
    try {
      settled(Buffer.from('no archive'), a.digest);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({
      code: 'no_image',
      at: source,
      message: expect.stringMatching(
        /^the archive [0-9a-f]{64} of the container shop cannot be used: it is no archive/,
      ),
    });
  });
});
