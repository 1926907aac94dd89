import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Held back so that a full disk can still be reported. */
export const RESERVE_BYTES = 32 * 1024 * 1024;
const PIECE = 1024 * 1024;

/** A file that takes up room until that room is needed. */
export class Reserve {
  readonly #path: string;
  readonly #bytes: number;

  constructor(folder: string, bytes: number) {
    this.#path = join(folder, 'reserve');
    this.#bytes = bytes;
  }

  /** Makes sure that the room is held; false where the disk has none. */
  hold(): boolean {
    if (statSync(this.#path, { throwIfNoEntry: false })?.size === this.#bytes) return true;
    const temporary = `${this.#path}.new`;
    try {
      this.#fill(temporary);
      renameSync(temporary, this.#path);
      return true;
    } catch {
      rmSync(temporary, { force: true, recursive: true });
      return false;
    }
  }

  /** Gives the room back to the disk; false where none was held. */
  release(): boolean {
    const held = statSync(this.#path, { throwIfNoEntry: false }) !== undefined;
    rmSync(this.#path, { force: true });
    return held;
  }

  #fill(path: string): void {
    const file = openSync(path, 'w', 0o600);
    try {
      const zeros = Buffer.alloc(Math.min(PIECE, this.#bytes));
      for (let left = this.#bytes; left > 0; left -= zeros.length) {
        const piece = zeros.subarray(0, Math.min(left, zeros.length));
        if (writeSync(file, piece) !== piece.length) throw new Error('no room');
      }
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }
}
