import type { Stats } from 'node:fs';

/** All that changes with a file's content: who compares two of them need not read the file. */
export const stampOf = ({ dev, ino, size, mtimeMs, ctimeMs }: Stats): string =>
  `${dev} ${ino} ${size} ${mtimeMs} ${ctimeMs}`;

/**
 * A file that changed this short a time ago may change again without another time stamp: kernels count in ticks of up to 10 ms, some file
 * systems in steps of 1 or 2 s.
 */
const YOUNG_MS = 2_500;

/** Whether a file looked at at `now` (ms since 1970) can be known again by its stamp. A clock that was set back makes none old enough. */
export const isSettled = ({ mtimeMs, ctimeMs }: Stats, now: number): boolean =>
  now - Math.max(mtimeMs, ctimeMs) > YOUNG_MS;

/** So many hashes are kept, some 300 bytes each; the oldest go. */
const MOST = 32_768;

/**
 * Hashes of files by path, each good for as long as the file's stamp is the same. A program that writes through a shared mapping on a file system in memory
 * leaves no trace in it; nothing else does.
 */
export class Digests {
  readonly #known = new Map<string, { readonly stamp: string; readonly sha256: string }>();

  /** The hash of what lies there, if it was read with this stamp. */
  get(path: string, stats: Stats): string | undefined {
    const known = this.#known.get(path);
    return known?.stamp === stampOf(stats) ? known.sha256 : undefined;
  }

  /** `now`: taken before the file was looked at and read; `stats` are the same before and after that. */
  keep(path: string, stats: Stats, now: number, sha256: string): void {
    this.#known.delete(path);
    if (!isSettled(stats, now)) return;
    this.#known.set(path, { stamp: stampOf(stats), sha256 });
    if (this.#known.size > MOST) this.#known.delete(this.#known.keys().next().value ?? '');
  }
}
