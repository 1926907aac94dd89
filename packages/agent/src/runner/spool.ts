import { closeSync, openSync, writeSync } from 'node:fs';
import { messageOf } from '../error.ts';
import { Redactor } from './redact.ts';

/** Kept of one stream from its start; what comes after is shown only by its end. */
export const HEAD_BYTES = 63 * 1024 * 1024;
/** Kept of a longer stream's end. */
export const TAIL_BYTES = 1024 * 1024;

/** One stream of a program's output, on disk, without secrets, at most `HEAD_BYTES` + `TAIL_BYTES` and a note long. */
export class SpooledStream {
  readonly #redactor: Redactor;
  readonly #head: number;
  readonly #tail: number;
  readonly #fd: number;
  #written = 0;
  /** The end of what did not fit, so far, and how much there was of it. */
  #last: Buffer[] = [];
  #lastBytes = 0;
  #beyond = 0;
  #failure: string | undefined;

  constructor(path: string, hide: readonly string[], bounds = { head: HEAD_BYTES, tail: TAIL_BYTES }) {
    this.#redactor = new Redactor(hide);
    this.#head = bounds.head;
    this.#tail = bounds.tail;
    this.#fd = openSync(path, 'a', 0o600);
  }

  push(piece: Uint8Array): void {
    this.#keep(this.#redactor.push(piece));
  }

  /** Writes what was held back. Answers why something is missing, if it could not be written. */
  end(): string | undefined {
    this.#keep(this.#redactor.end());
    if (this.#beyond > 0) this.#writeEnd();
    closeSync(this.#fd);
    return this.#failure;
  }

  #keep(bytes: Buffer): void {
    const fits = bytes.subarray(0, Math.max(0, this.#head - this.#written));
    this.#write(fits);
    this.#written += fits.length;
    if (fits.length < bytes.length) this.#remember(bytes.subarray(fits.length));
  }

  #remember(bytes: Buffer): void {
    this.#beyond += bytes.length;
    this.#last.push(Buffer.from(bytes.subarray(-this.#tail)));
    this.#lastBytes += Math.min(bytes.length, this.#tail);
    if (this.#lastBytes <= 2 * this.#tail) return;
    this.#last = [Buffer.concat(this.#last).subarray(-this.#tail)];
    this.#lastBytes = this.#tail;
  }

  #writeEnd(): void {
    const end = Buffer.concat(this.#last).subarray(-this.#tail);
    const left = this.#beyond - end.length;
    if (left > 0) this.#write(Buffer.from(`\n[rolecall: ${left} bytes of output were left out here]\n`));
    this.#write(end);
  }

  /** A full disk must not stop the program, so it only ends the keeping of its output, and is told at the end. */
  #write(bytes: Buffer): void {
    if (this.#failure !== undefined) return;
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at);
    } catch (thrown) {
      this.#failure = messageOf(thrown);
    }
  }
}
