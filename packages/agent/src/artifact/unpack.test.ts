import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { ArtifactFormat } from '@rolecall/resources';
import { type Member, tarHeader, tarOf, zipOf } from '../testing/archives.ts';
import { openArchive } from './open-archive.ts';
import { Tree } from './tree.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unpack-'));
  mkdirSync(join(folder, 'root'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const LIMITS = { maxBytes: 1_000_000, maxEntries: 100 };

async function unpack(format: ArtifactFormat, content: Uint8Array, given: object = {}): Promise<readonly string[]> {
  const path = join(folder, 'archive');
  writeFileSync(path, content);
  const file = await open(path);
  try {
    const policy = {
      strip: 0,
      setuid: false,
      uid: process.getuid?.() ?? 0,
      gid: process.getgid?.() ?? 0,
      ...LIMITS,
      ...given,
    };
    const entries = await openArchive(file, { ...policy, format, as: { name: 'single', mode: 0o755 } });
    return await new Tree(join(folder, 'root'), policy).take(entries);
  } finally {
    await file.close();
  }
}

const at = (name: string): string => join(folder, 'root', name);
const mode = (name: string): string => (statSync(at(name)).mode & 0o7777).toString(8);

const good: readonly Member[] = [
  { name: './app/', type: '5', mode: 0o777 },
  { name: './app/bin/run', content: '#!/bin/sh\n', mode: 0o4775 },
  { name: './app/lib.so.1', content: 'library' },
  { name: './app/lib.so', type: '2', target: 'lib.so.1' },
  { name: './app/bin/lib', type: '2', target: '../lib.so' },
];

test.each<[ArtifactFormat, () => Buffer]>([
  ['tar', () => tarOf(good)],
  ['tar.gz', () => gzipSync(tarOf(good))],
  ['tar.zst', () => zstdCompressSync(tarOf(good))],
  ['tar.xz', () => execFileSync('xz', ['-c'], { input: tarOf(good) })],
  ['zip', () => zipOf(good)],
])('%s is unpacked with its files, links and plain modes', async (format, make) => {
  const names = await unpack(format, make());
  expect(names).toEqual(['app/bin/run', 'app/lib.so.1', 'app/lib.so', 'app/bin/lib']);
  expect([mode('app'), mode('app/bin'), mode('app/bin/run'), mode('app/lib.so.1')]).toEqual([
    '755',
    '755',
    '755',
    '644',
  ]);
  expect(readFileSync(at('app/bin/lib'), 'utf8')).toBe('library');
  expect(readlinkSync(at('app/bin/lib'))).toBe('../lib.so');
});

test('what GNU tar and pax write is read: long names, long links, large numbers', async () => {
  const long = `${'d'.repeat(120)}/${'é'.repeat(100)}`;
  mkdirSync(join(folder, 'made', long), { recursive: true });
  writeFileSync(join(folder, 'made', long, 'file'), 'content');
  for (const style of ['gnu', 'pax', 'ustar']) {
    if (style === 'ustar') continue;
    const archive = execFileSync('tar', [`--format=${style}`, '-cf', '-', '-C', join(folder, 'made'), '.']);
    rmSync(join(folder, 'root'), { recursive: true });
    mkdirSync(join(folder, 'root'));
    expect(await unpack('tar', archive)).toEqual([`${long}/file`]);
    expect(readFileSync(at(`${long}/file`), 'utf8')).toBe('content');
  }
});

test('leading folders are taken off, and set-user bits are kept only where that is asked for', async () => {
  expect(await unpack('tar', tarOf(good), { strip: 1, setuid: true })).toContain('bin/run');
  expect(mode('bin/run')).toBe('4755');
});

test('what is not packed becomes one file with its name and mode', async () => {
  expect(await unpack('file', Buffer.from('binary'))).toEqual(['single']);
  expect(mode('single')).toBe('755');
});

const file = (name: string): Member => ({ name, content: 'x' });
const link = (name: string, target: string): Member => ({ name, type: '2', target });

test.each<[string, readonly Member[], string]>([
  ['a name that leads out', [file('../x')], 'leads out'],
  ['one that does so further down', [file('a/../../x')], 'leads out'],
  ['an absolute name', [file('/etc/x')], 'absolute'],
  ['a link to an absolute path', [link('a', '/etc')], 'lead out'],
  ['a link that goes too far up', [link('a/b', '../../x')], 'lead out'],
  ['a link that goes up behind another one', [link('a', 'b/../../x')], 'lead out'],
  ['a file below a link', [link('a', 'b'), file('a/x')], 'comes twice'],
  ['a link in the place of a folder', [file('a/x'), link('a', '.')], 'comes twice'],
  ['a file twice', [file('a'), file('./a')], 'comes twice'],
  ['a device', [{ name: 'a', type: '3' }], 'device'],
  ['a pipe', [{ name: 'a', type: '6' }], 'device'],
  ['our own record', [file('.rolecall-artifact')], 'needs for itself'],
  ['a control character', [file('a\nb')], 'control character'],
  ['too many entries', Array.from({ length: 101 }, (_, n) => file(`${n}`)), 'more than 100 entries'],
  ['too many folders in few names', [file(`${'d/'.repeat(101)}x`)], 'more than 100 entries'],
  ['too much content', [{ name: 'a', content: 'x'.repeat(1_000_001) }], 'more than 1000000 bytes'],
])('%s is refused, in tar and in zip', async (_, members, why) => {
  await expect(unpack('tar', tarOf(members))).rejects.toMatchObject({
    code: 'archive_refused',
    message: expect.stringContaining(why),
  });
  rmSync(join(folder, 'root'), { recursive: true });
  mkdirSync(join(folder, 'root'));
  await expect(unpack('zip', zipOf(members))).rejects.toMatchObject({
    code: 'archive_refused',
    message: expect.stringContaining(why),
  });
});

test('another name is taken only for a file that came in the same archive', async () => {
  const hard = (name: string, target: string): Member => ({ name, type: '1', target });
  await expect(unpack('tar', tarOf([hard('a', '/etc/passwd')]))).rejects.toMatchObject({ code: 'archive_refused' });
  await expect(unpack('tar', tarOf([hard('a', 'b')]))).rejects.toMatchObject({ code: 'archive_refused' });
  await expect(unpack('tar', tarOf([link('b', 'c'), hard('a', 'b')]))).rejects.toMatchObject({
    code: 'archive_refused',
  });
});

test('two names of one file are one file', async () => {
  expect(await unpack('tar', tarOf([file('one'), { name: 'two', type: '1', target: './one' }]))).toEqual([
    'one',
    'two',
  ]);
  expect(statSync(at('two')).ino).toBe(statSync(at('one')).ino);
});

test.each<[string, ArtifactFormat, () => Buffer]>([
  [
    'gigabytes of zeros',
    'tar.gz',
    () => gzipSync(Buffer.concat([tarHeader(file('a'), 2 ** 32), Buffer.alloc(50_000_000)])),
  ],
  ['a header that goes on for ever', 'tar', () => tarHeader({ name: 'x', type: 'x' }, 2 ** 32)],
  ['a damaged header', 'tar', () => Buffer.alloc(512, 'x')],
  ['an archive that is cut off', 'tar', () => tarOf([{ name: 'a', content: 'x'.repeat(2_000) }]).subarray(0, 1_024)],
  ['a gzip that is cut off', 'tar.gz', () => gzipSync(tarOf(good)).subarray(0, 100)],
  ['what is no xz', 'tar.xz', () => Buffer.from('no xz at all')],
  ['what is no deb', 'deb', () => Buffer.from('no deb at all')],
  ['what is no zip', 'zip', () => Buffer.from('no zip at all, whatever it is called')],
  [
    'a zip with a false checksum',
    'zip',
    () => {
      const bytes = zipOf([file('a')]);
      bytes.writeUInt32LE(1, bytes.indexOf('PK\x01\x02') + 16);
      return bytes;
    },
  ],
  [
    'a zip with two names for one entry',
    'zip',
    () => {
      const bytes = zipOf([file('abc')]);
      bytes.write('xyz', 30);
      return bytes;
    },
  ],
])('%s is refused', async (_, format, make) => {
  await expect(unpack(format, make())).rejects.toMatchObject({ code: 'archive_refused' });
});
