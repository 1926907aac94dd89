import { createHash } from 'node:crypto';
import { closeSync, fstatSync, lstatSync, read, readlinkSync, type Stats } from 'node:fs';
import { promisify } from 'node:util';
import type { Looked } from '@rolecall/resources';
import { inSmallGroups } from '@rolecall/resources/read-each';
import { codeOf, messageOf } from '../../error.ts';
import type { Accounts } from '../accounts.ts';
import { type Digests, stampOf } from './digests.ts';
import { anyFolder, lookAt, openRegular, typeOf } from './look.ts';
import { inFolder, type OpenFolder } from './path.ts';

/** As in the providers: a larger file is not read. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;
/** After so many folders others have their turn: a look at thousands of files takes a while. */
const FOLDERS_AT_A_TIME = 64;

/** What looking takes. */
export interface LookWith {
  readonly accounts: Accounts;
  readonly digests: Digests;
  /** Milliseconds since 1970; the machine's clock where nothing is said. */
  readonly now?: () => number;
}

/**
 * What is at many paths, in their order. Each folder is opened once, as `inFolder` does, and what is in it is looked at through it. With `digests`
 * files are hashed whose stamp is not known.
 */
export async function lookAll(
  paths: readonly string[],
  options: { readonly digests: boolean },
  by: LookWith,
): Promise<readonly Looked[]> {
  const looker = new Looker(by, options.digests);
  const found: Looked[] = [];
  const folders = Map.groupBy(paths.keys(), (index) => groupOf(paths[index] ?? ''));
  let turn = 0;
  for (const indices of folders.values()) {
    if (++turn % FOLDERS_AT_A_TIME === 0) await new Promise(setImmediate);
    const looked = await looker.inOneFolder(indices.map((index) => paths[index] ?? ''));
    for (const [i, index] of indices.entries()) found[index] = looked[i] ?? ABSENT;
  }
  return found;
}

/** Paths that are looked at together: what lies in one folder; those that are odd. */
const groupOf = (path: string): string => (isOdd(path) ? 'odd' : folderOf(path));

const ABSENT: Looked = { is: 'absent' };

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A name that is none: such a path is judged by itself. */
const isOdd = (path: string): boolean => ['', '.', '..'].includes(nameOf(path)) || path.includes('\0');

class Looker {
  readonly #by: LookWith;
  readonly #wantsDigests: boolean;
  /** Names of the numbers that came up: asked once each. */
  readonly #users = new Map<number, string>();
  readonly #groups = new Map<number, string>();

  constructor(by: LookWith, wantsDigests: boolean) {
    this.#by = by;
    this.#wantsDigests = wantsDigests;
  }

  async inOneFolder(paths: readonly string[]): Promise<readonly Looked[]> {
    const [first = ''] = paths;
    if (isOdd(first)) return this.#oneByOne(paths);
    try {
      const found = await inFolder(first, anyFolder, (folder) =>
        inSmallGroups(paths, (path) => this.#look(folder, path)),
      );
      return found ?? [];
    } catch (thrown) {
      // A file where a folder should be: then nothing can lie below it.
      if (codeOf(thrown) === 'not_a_folder') return [];
      return paths.map(() => ({ is: 'unknown', reason: messageOf(thrown) }));
    }
  }

  #oneByOne(paths: readonly string[]): Promise<readonly Looked[]> {
    return inSmallGroups(paths, async (path): Promise<Looked> => {
      try {
        const entry = await lookAt(path, this.#by.accounts);
        return entry === undefined ? ABSENT : { is: 'there', entry };
      } catch (thrown) {
        return { is: 'unknown', reason: messageOf(thrown) };
      }
    });
  }

  async #look(folder: OpenFolder, path: string): Promise<Looked> {
    try {
      // Before the look: what is written after it has a later stamp, or none of the hash's.
      const now = (this.#by.now ?? Date.now)();
      const place = folder.entry(nameOf(path));
      const stats = lstatSync(place, { throwIfNoEntry: false });
      if (stats === undefined) return ABSENT;
      const entry = {
        type: typeOf(stats),
        mode: stats.mode & 0o7777,
        owner: this.#users.get(stats.uid) ?? (await this.#userName(stats.uid)),
        group: this.#groups.get(stats.gid) ?? (await this.#groupName(stats.gid)),
        size: stats.size,
      };
      if (stats.isSymbolicLink()) return { is: 'there', entry: { ...entry, target: readlinkSync(place) } };
      if (!this.#wantsDigests || !stats.isFile() || stats.size > MAX_FILE_BYTES) return { is: 'there', entry };
      const known = this.#by.digests.get(path, stats);
      return { is: 'there', entry, sha256: known ?? (await this.#hash(place, path, stats, now)) };
    } catch (thrown) {
      return { is: 'unknown', reason: messageOf(thrown) };
    }
  }

  /** The hash of a file's content; nothing where another file took its place, or it changed meanwhile. */
  async #hash(place: string, path: string, stats: Stats, now: number): Promise<string | undefined> {
    const fd = openRegular(place, path);
    try {
      if (stampOf(fstatSync(fd)) !== stampOf(stats)) return undefined;
      const sha256 = await hashOf(fd, stats.size);
      if (stampOf(fstatSync(fd)) !== stampOf(stats)) return undefined;
      this.#by.digests.keep(path, stats, now, sha256);
      return sha256;
    } finally {
      closeSync(fd);
    }
  }

  async #userName(uid: number): Promise<string> {
    const name = await this.#by.accounts.userName(uid);
    this.#users.set(uid, name);
    return name;
  }

  async #groupName(gid: number): Promise<string> {
    const name = await this.#by.accounts.groupName(gid);
    this.#groups.set(gid, name);
    return name;
  }
}

const readInto = promisify(read);

/** Of all bytes up to the end, with one read where the size is what it was said to be. */
async function hashOf(fd: number, size: number): Promise<string> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(Math.min(size + 1, 256 * 1024));
  for (;;) {
    const { bytesRead } = await readInto(fd, piece, 0, piece.length, null);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(piece.subarray(0, bytesRead));
  }
}
