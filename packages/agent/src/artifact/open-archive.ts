import { spawn } from 'node:child_process';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { Unpacking } from '@rolecall/resources';
import { PLAIN_ENVIRONMENT } from '../host/commands/environment.ts';
import type { ArchiveEntry, Entries } from './entry.ts';
import { piecesOf, through } from './pieces.ts';
import { refused } from './refused.ts';
import { readTar } from './tar.ts';
import { readZip } from './zip.ts';

type Archive = Pick<Unpacking, 'format' | 'as' | 'maxBytes' | 'maxEntries'>;
type Pieces = AsyncIterable<Uint8Array>;

/** The members of a file that was fetched and checked; the file is read from its descriptor, whatever its name leads to by now. */
export async function openArchive(file: FileHandle, archive: Archive): Promise<Entries> {
  const { size } = await file.stat();
  const whole = (): Pieces => piecesOf(file, 0, size);
  switch (archive.format) {
    case 'file':
      return single({ type: 'file', name: archive.as.name, mode: archive.as.mode, content: whole() });
    case 'zip':
      return readZip(file);
    case 'tar':
      return readTar(whole());
    case 'tar.gz':
      return readTar(bounded(through(whole(), createGunzip()), archive));
    case 'tar.zst':
      return readTar(bounded(through(whole(), createZstdDecompress()), archive));
    case 'tar.xz':
      return readTar(bounded(byDpkg(asDeb(whole(), size)), archive));
    case 'deb':
      return readTar(bounded(byDpkg(whole()), archive));
  }
}

async function* single(entry: ArchiveEntry): AsyncGenerator<ArchiveEntry> {
  yield entry;
}

/** Headers and padding of every entry come to less than this. */
const OVERHEAD = 4096;

/** What an archive unpacks to is counted before anything looks at it: headers that go on for ever are cut off as well. */
async function* bounded(pieces: Pieces, { maxBytes, maxEntries }: Archive): Pieces & AsyncGenerator<Uint8Array> {
  let left = maxBytes + maxEntries * OVERHEAD;
  for await (const piece of pieces) {
    left -= piece.length;
    if (left < 0) throw refused(`it unpacks to more than ${maxBytes} bytes`);
    yield piece;
  }
}

/** dpkg reads what is packed by xz, and is on every Debian; `xz` itself often is not. It only decompresses here: names are ours to judge. */
async function* byDpkg(pieces: Pieces): AsyncGenerator<Uint8Array> {
  const child = spawn('dpkg-deb', ['--fsys-tarfile', '-'], { stdio: ['pipe', 'pipe', 'pipe'], env: PLAIN_ENVIRONMENT });
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', resolve);
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    said = (said + text.toString()).slice(-1000);
  });
  // It may have what it needs before it has read all.
  child.stdin.on('error', () => {});
  Readable.from(pieces, { objectMode: false })
    .on('error', () => child.kill('SIGKILL'))
    .pipe(child.stdin);
  try {
    for await (const piece of child.stdout) yield piece as Buffer;
    const exitCode = await ended;
    if (exitCode !== 0) throw refused(`dpkg-deb cannot read it: ${said.trim()}`);
  } finally {
    child.kill('SIGKILL');
  }
}

/** One member of an `ar` archive, see deb(5). */
const arHeader = (name: string, size: number): string =>
  `${name.padEnd(16)}${'0'.padEnd(12)}${'0'.padEnd(6)}${'0'.padEnd(6)}${'100644'.padEnd(8)}${String(size).padEnd(10)}\`\n`;

async function* asDeb(pieces: Pieces, size: number): AsyncGenerator<Uint8Array> {
  const head = `!<arch>\n${arHeader('debian-binary', 4)}2.0\n${arHeader('control.tar', 0)}${arHeader('data.tar.xz', size)}`;
  yield Buffer.from(head);
  yield* pieces;
  if (size % 2 === 1) yield Buffer.from('\n');
}
