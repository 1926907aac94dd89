import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { BLOCK, paddingOf, TAR_END, tarHeader } from '../offline/tar.ts';
import { dockerArchive, ociArchive, ociImage, sha256Of, tarOf } from '../testing/image-archive.ts';
import { imagesIn } from './archive.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-images-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function images(content: Uint8Array): ReturnType<typeof imagesIn> {
  const path = join(folder, 'image.tar');
  writeFileSync(path, content);
  return imagesIn(path);
}

const [a, b] = [ociImage('{"os":"linux","a":1}'), ociImage('{"os":"linux","b":1}')];

/** An extended header of POSIX.1-2001 before a file, and the file. */
function behindExtended(records: string, name: string, content: string): Buffer {
  const retyped = (header: Uint8Array): Buffer => {
    const block = Buffer.from(header);
    block.write('x', 156);
    block.write('        ', 148);
    block.write(
      `${block
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    return block;
  };
  const part = (header: Uint8Array, text: string) => [header, Buffer.from(text), Buffer.alloc(paddingOf(text.length))];
  return Buffer.concat([
    ...part(retyped(tarHeader({ name: 'PaxHeaders/x', size: records.length })), records),
    ...part(tarHeader({ name, size: content.length }), content),
  ]);
}

describe('the images in an archive', () => {
  test('of an OCI layout are known by their configuration, and by their manifest', () => {
    expect(images(ociArchive(a))).toEqual([{ id: a.id, digests: [a.digest] }]);
    expect(images(ociArchive(a, b)).map(({ id }) => id)).toEqual([a.id, b.id]);
  });

  test('are found through an index of platforms, without those that are not there and notes of builders', () => {
    const index = JSON.stringify({
      manifests: [
        { digest: a.digest, platform: { architecture: 'amd64' } },
        { digest: `sha256:${'9'.repeat(64)}`, platform: { architecture: 'arm64' } },
        { digest: b.digest, platform: { architecture: 'unknown' } },
      ],
    });
    const files = [...a.files, ...b.files, [`blobs/sha256/${sha256Of(index)}`, index] as const];
    const top = JSON.stringify({ manifests: [{ digest: `sha256:${sha256Of(index)}` }] });
    expect(images(tarOf([...files, ['index.json', top]]))).toEqual([
      { id: a.id, digests: [`sha256:${sha256Of(index)}`, a.digest] },
    ]);
  });

  test('of docker are known by their configuration alone', () => {
    expect(images(dockerArchive('{"a":1}', '{"b":1}'))).toEqual([
      { id: sha256Of('{"a":1}'), digests: [] },
      { id: sha256Of('{"b":1}'), digests: [] },
    ]);
  });

  test('of an archive that is both are those of docker, with the manifests that lead to them', () => {
    const [[name] = ['']] = a.files;
    const both = [...a.files, ['index.json', JSON.stringify({ manifests: [{ digest: a.digest }] })] as const];
    expect(images(tarOf([...both, ['manifest.json', JSON.stringify([{ Config: name }])]]))).toEqual([
      { id: a.id, digests: [a.digest] },
    ]);
  });

  test('are found where names have a dot before them, or stand in an extended header', () => {
    const config = '{"a":1}';
    const plain = tarOf([['./manifest.json', JSON.stringify([{ Config: 'blobs/config' }])]]).subarray(
      0,
      -TAR_END.length,
    );
    const long = behindExtended('21 path=blobs/config\n', 'short', config);
    expect(images(Buffer.concat([plain, long, TAR_END]))).toEqual([{ id: sha256Of(config), digests: [] }]);
  });
});

describe('what is no archive of an image is refused', () => {
  const refused = { code: 'no_image' };
  const seen = (content: Uint8Array): unknown => {
    try {
      return images(content);
    } catch (error) {
      return error;
    }
  };

  test.each<[string, Uint8Array]>([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('FROM scratch\n'.repeat(100))],
    ['a compressed archive', gzipSync(ociArchive(a))],
    ['an archive of something else', tarOf([['readme', 'hello']])],
    ['an archive that is cut off', ociArchive(a).subarray(0, 3 * BLOCK)],
    ['a configuration that is missing', tarOf([['manifest.json', '[{"Config":"gone.json"}]']])],
    ['a manifest of another kind', tarOf([['manifest.json', '{}']])],
    [
      'a manifest that was changed',
      tarOf([
        [`blobs/sha256/${a.digest.slice(7)}`, '{"config":{}}'],
        ['index.json', JSON.stringify({ manifests: [{ digest: a.digest }] })],
      ]),
    ],
  ])('%s', (_, content) => expect(seen(content)).toMatchObject(refused));

  test('whatever is damaged in it: it is read as an archive, or refused in a sentence', () => {
    const whole = ociArchive(a, b);
    const flip = fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(flip, { minLength: 1, maxLength: 4 }), fc.nat(whole.length), (flips, length) => {
        const bytes = Buffer.from(whole);
        for (const { at, to } of flips) bytes[at] = to;
        const found = seen(bytes.subarray(0, length));
        if (!Array.isArray(found)) expect(found).toMatchObject(refused);
      }),
      { numRuns: 300 },
    );
  });
});
