import { createHash, type Hash } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sha256 } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';

/** The hash of what is in a file, so far. */
interface Hashed {
  readonly hash: Hash;
  size: number;
}

/** Hashes that are remembered between two pieces; of others the file is read again. More uploads than go on at once. */
const MAX_HASHED = 64;

/** Files that are not whole yet, one for each upload, in a folder that nothing is served from. */
export class PartialFiles {
  readonly #folder: string;
  readonly #hashed = new Map<Sha256, Hashed>();

  /** Drops what is there and nobody knows (`known`) any longer. */
  constructor(folder: string, known: ReadonlySet<string>) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) if (!known.has(name)) rmSync(join(folder, name));
  }

  pathOf(sha256: Sha256): string {
    return join(this.#folder, sha256);
  }

  /** Bytes that are there. */
  sizeOf(sha256: Sha256): number {
    return statSync(this.pathOf(sha256), { throwIfNoEntry: false })?.size ?? 0;
  }

  drop(sha256: Sha256): void {
    this.#hashed.delete(sha256);
    rmSync(this.pathOf(sha256), { force: true });
  }

  /**
   * Writes pieces behind what is there, and answers the hash of all of it once it has `whole` bytes. What was written stays where the pieces break off.
   * @throws ControllerError `too_large` where there are more
   */
  async append(sha256: Sha256, pieces: AsyncIterable<Uint8Array>, whole: number): Promise<string | undefined> {
    const file = await open(this.pathOf(sha256), 'a', 0o600);
    try {
      const hashed = await this.#hashedSoFar(sha256);
      for await (const piece of pieces) {
        if (hashed.size + piece.length > whole) {
          throw new ControllerError('too_large', `more came than the ${whole} bytes that were said`);
        }
        await writeAll(file, piece);
        hashed.hash.update(piece);
        hashed.size += piece.length;
      }
      if (hashed.size < whole) return undefined;
      await file.sync();
      return hashed.hash.copy().digest('hex');
    } catch (error) {
      // A piece that was written in part is in the file, and not in the hash.
      this.#hashed.delete(sha256);
      throw error;
    } finally {
      await file.close();
    }
  }

  async #hashedSoFar(sha256: Sha256): Promise<Hashed> {
    const size = this.sizeOf(sha256);
    const known = this.#hashed.get(sha256);
    if (known?.size === size) return known;
    const hashed = { hash: createHash('sha256'), size };
    if (size > 0) for await (const piece of createReadStream(this.pathOf(sha256))) hashed.hash.update(piece as Buffer);
    this.#hashed.delete(sha256);
    this.#hashed.set(sha256, hashed);
    for (const old of [...this.#hashed.keys()].slice(0, -MAX_HASHED)) this.#hashed.delete(old);
    return hashed;
  }
}

async function writeAll(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let done = 0; done < piece.length; ) done += (await file.write(piece, done)).bytesWritten;
}
