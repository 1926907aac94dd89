import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Sha256 } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import { MANIFEST, MAX_MANIFEST, Manifest, membersOf } from './manifest.ts';
import { BLOCK, paddingOf, readTarHeader, type TarFile } from './tar.ts';

/** A content in the file. */
export interface Place {
  /** Bytes before it. */
  readonly start: number;
  readonly size: number;
}

/** An export that was read from its first byte to its last, and is what it says. */
export interface Checked {
  readonly manifest: Manifest;
  readonly places: ReadonlyMap<Sha256, Place>;
}

/**
 * Looks at all of a file before anything of it is taken.
 * @throws ControllerError `damaged`, with what is wrong
 */
export async function checkExport(path: string, onRead: (bytes: number) => void): Promise<Checked> {
  const file = await opened(path);
  try {
    const first = await headerAt(file, path, 0);
    if (first?.name !== MANIFEST || first.size > MAX_MANIFEST) throw damaged(path, 'it does not begin with a manifest');
    const manifest = parsed(path, await exactly(file, path, BLOCK, first.size));
    const places = await checkMembers(file, path, BLOCK + first.size + paddingOf(first.size), manifest, onRead);
    return { manifest, places };
  } finally {
    await file.close();
  }
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (cause) {
    throw new ControllerError('usage', `${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

async function checkMembers(
  file: FileHandle,
  path: string,
  from: number,
  manifest: Manifest,
  onRead: (bytes: number) => void,
): Promise<ReadonlyMap<Sha256, Place>> {
  const places = new Map<Sha256, Place>();
  let at = from;
  for (const [sha256, size] of membersOf(manifest)) {
    const header = await headerAt(file, path, at);
    if (header?.name !== `blobs/${sha256}` || header.size !== size)
      throw damaged(path, `${sha256} is not where it should be`);
    const start = at + BLOCK;
    if ((await hashOf(path, start, size)) !== sha256) throw damaged(path, `the content of ${sha256} is another`);
    places.set(sha256, { start, size });
    at = start + size + paddingOf(size);
    onRead(at);
  }
  if ((await headerAt(file, path, at)) !== undefined) throw damaged(path, 'there is more in it than its manifest says');
  return places;
}

async function headerAt(file: FileHandle, path: string, at: number): Promise<TarFile | undefined> {
  try {
    return readTarHeader(await exactly(file, path, at, BLOCK));
  } catch (error) {
    if (error instanceof ControllerError) throw damaged(path, error.message);
    throw error;
  }
}

async function exactly(file: FileHandle, path: string, at: number, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size);
  const { bytesRead } = await file.read(bytes, 0, size, at);
  if (bytesRead === size) return bytes;
  throw damaged(path, 'it is cut off');
}

async function hashOf(path: string, start: number, size: number): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { start, end: start + size - 1 })) hash.update(piece as Buffer);
  return hash.digest('hex');
}

function parsed(path: string, text: Buffer): Manifest {
  try {
    return Manifest.parse(JSON.parse(text.toString('utf8')));
  } catch {
    throw damaged(path, 'its manifest is none that this release understands');
  }
}

const damaged = (path: string, why: string): ControllerError =>
  new ControllerError('damaged', `nothing of ${path} was taken: ${why}`, {
    hint: 'export it anew, or copy it once more',
  });
