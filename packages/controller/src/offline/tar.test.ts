import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { BLOCK, readTarHeader, tarHeader } from './tar.ts';
import { writeArchive } from './write.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tar-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('tar itself reads what is written', async () => {
  const path = join(folder, 'a.tar');
  await writeArchive(
    path,
    () => {},
    async (archive) => {
      await archive.add('empty', 0, []);
      await archive.add('blobs/one', 700, [Buffer.alloc(700, 'x')]);
    },
  );
  const listed = execFileSync('tar', ['-tvf', path, '--full-time'], { encoding: 'utf8', env: { TZ: 'UTC' } });
  expect(listed.replace(/ +/g, ' ')).toBe(
    '-rw-r--r-- 0/0 0 1970-01-01 00:00:00 empty\n-rw-r--r-- 0/0 700 1970-01-01 00:00:00 blobs/one\n',
  );
});

test('a header says what was written, also of more than 8 GiB, and a changed one is refused', () => {
  const names = fc.stringMatching(/^[a-z0-9/.-]{1,100}$/);
  fc.assert(
    fc.property(names, fc.nat({ max: 2 ** 40 }), fc.nat(BLOCK - 1), (name, size, at) => {
      const header = Buffer.from(tarHeader({ name, size }));
      expect(readTarHeader(header)).toEqual({ name, size });
      header[at] = (header[at] ?? 0) ^ 1;
      expect(() => readTarHeader(header)).toThrow('damaged');
    }),
  );
});

test('content that is shorter or longer than was said is refused', async () => {
  const write = (size: number) =>
    writeArchive(
      join(folder, 'a'),
      () => {},
      async (archive) => {
        await archive.add('a', size, [Buffer.alloc(10)]);
      },
    );
  await expect(write(11)).rejects.toThrow('has not the 11 bytes');
  await expect(write(9)).rejects.toThrow('has not the 9 bytes');
});
