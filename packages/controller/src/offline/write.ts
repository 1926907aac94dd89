import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import type { Sha256 } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import { MANIFEST, type Manifest, membersOf } from './manifest.ts';
import { paddingOf, TAR_END, tarHeader } from './tar.ts';

/** Where a content comes from when it is written. */
export type ContentOf = (sha256: Sha256) => AsyncIterable<Uint8Array>;

/** Writes an archive so that the same content gives the same bytes, and each content is what its name says. */
class Archive {
  readonly #file: FileHandle;
  readonly #hash = createHash('sha256');
  readonly #onWritten: (bytes: number) => void;
  #size = 0;

  constructor(file: FileHandle, onWritten: (bytes: number) => void) {
    this.#file = file;
    this.#onWritten = onWritten;
  }

  async add(name: string, size: number, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
    await this.#write(tarHeader({ name, size }));
    const hash = createHash('sha256');
    let left = size;
    for await (const piece of pieces) {
      left -= piece.length;
      if (left < 0) break;
      hash.update(piece);
      await this.#write(piece);
    }
    if (left !== 0) throw new ControllerError('wrong_size', `${name} has not the ${size} bytes that it should have`);
    await this.#write(Buffer.alloc(paddingOf(size)));
    return hash.digest('hex');
  }

  async end(): Promise<{ readonly sha256: string; readonly size: number }> {
    await this.#write(TAR_END);
    await this.#file.sync();
    return { sha256: this.#hash.digest('hex'), size: this.#size };
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) done += (await this.#file.write(bytes, done)).bytesWritten;
    this.#hash.update(bytes);
    this.#size += bytes.length;
    this.#onWritten(this.#size);
  }
}

export interface Written {
  readonly sha256: string;
  readonly size: number;
}

/** Writes a manifest and all that it names into a file, which is there whole or not at all. */
export function writeExport(
  path: string,
  manifest: Manifest,
  contentOf: ContentOf,
  onWritten: (bytes: number) => void,
): Promise<Written> {
  return writeArchive(path, onWritten, async (archive) => {
    const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
    await archive.add(MANIFEST, text.length, [text]);
    for (const [sha256, size] of membersOf(manifest)) {
      const got = await archive.add(`blobs/${sha256}`, size, contentOf(sha256));
      if (got !== sha256) throw new ControllerError('wrong_hash', `what came for ${sha256} has the checksum ${got}`);
    }
  });
}

/** Writes an archive beside its place, and renames it into it. */
export async function writeArchive(
  path: string,
  onWritten: (bytes: number) => void,
  fill: (archive: Pick<Archive, 'add'>) => Promise<void>,
): Promise<Written> {
  const draft = `${path}.part`;
  const file = await open(draft, 'w', 0o644);
  try {
    const archive = new Archive(file, onWritten);
    await fill(archive);
    const written = await archive.end();
    await rename(draft, path);
    return written;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}
