import { constants, linkSync, mkdirSync, symlinkSync } from 'node:fs';
import { chmod, chown, lchown, open } from 'node:fs/promises';
import type { Unpacking } from '@rolecall/resources';
import { codeOf } from '../error.ts';
import type { ArchiveEntry, Entries } from './entry.ts';
import { staysInside, wordsOf } from './names.ts';
import { refused } from './refused.ts';

/** Who gets what is unpacked, and how much of it may be. */
export type Policy = Pick<Unpacking, 'strip' | 'setuid' | 'maxBytes' | 'maxEntries'> & {
  readonly uid: number;
  readonly gid: number;
};

type Made = 'file' | 'directory' | 'link';

interface Link {
  readonly name: string;
  readonly words: readonly string[];
  readonly target: string;
}

/** Nobody but the owner may write to what came in an archive, whatever it says. */
const PLAIN_MODE = 0o755;
const SPECIAL_BITS = 0o7000;
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Lays an archive's members out in a folder that nobody else can enter. Every folder on the way to a member is one that was made here,
 * and links are made last: so nothing is ever written through one.
 */
export class Tree {
  readonly #root: string;
  readonly #policy: Policy;
  readonly #made = new Map<string, Made>([['', 'directory']]);
  readonly #modes = new Map<string, number>();
  readonly #links: Link[] = [];
  #bytes = 0;
  #seen = 0;

  constructor(root: string, policy: Policy) {
    this.#root = root;
    this.#policy = policy;
  }

  /** Answers the names of what was unpacked, folders left out, in their order. */
  async take(entries: Entries): Promise<readonly string[]> {
    for await (const entry of entries) {
      this.#seen += 1;
      if (this.#seen > this.#policy.maxEntries) throw refused(`it has more than ${this.#policy.maxEntries} entries`);
      await this.#place(entry, wordsOf(entry.name, this.#policy.strip));
    }
    await this.#makeLinks();
    await this.#dress();
    return [...this.#made].filter(([, made]) => made !== 'directory').map(([name]) => name);
  }

  async #place(entry: ArchiveEntry, words: readonly string[]): Promise<void> {
    if (words.length === 0) return;
    const name = words.join('/');
    this.#needFolders(words.slice(0, -1));
    switch (entry.type) {
      case 'directory':
        this.#makeFolder(name);
        this.#modes.set(name, entry.mode);
        return;
      case 'file':
        this.#claim(name, 'file');
        return this.#write(name, entry.mode, entry.content);
      case 'hardLink':
        return this.#hardLink(name, entry.target);
      case 'link':
        if (!staysInside(entry.target, words.length - 1)) {
          throw refused(
            `the link ${JSON.stringify(name)} may lead out of the folder, to ${JSON.stringify(entry.target)}`,
          );
        }
        this.#claim(name, 'link');
        this.#links.push({ name, words, target: entry.target });
        return;
    }
  }

  #needFolders(words: readonly string[]): void {
    for (let count = 1; count <= words.length; count++) this.#makeFolder(words.slice(0, count).join('/'));
  }

  #makeFolder(name: string): void {
    if (this.#made.get(name) === 'directory') return;
    // Folders that are only named on the way count as well: a deep name must not make more than the limit.
    this.#claim(name, 'directory');
    mkdirSync(this.#path(name), 0o700);
  }

  #claim(name: string, as: Made): void {
    if (this.#made.has(name)) throw refused(`${JSON.stringify(name)} comes twice in it`);
    if (this.#made.size > this.#policy.maxEntries) throw refused(`it has more than ${this.#policy.maxEntries} entries`);
    this.#made.set(name, as);
  }

  async #write(name: string, mode: number, content: AsyncIterable<Uint8Array>): Promise<void> {
    const file = await open(this.#path(name), NEW_FILE, 0o600).catch((cause: unknown) => {
      if (codeOf(cause) === 'EEXIST')
        throw refused(`${JSON.stringify(name)} is one file with another entry on this file system`);
      throw cause;
    });
    try {
      for await (const piece of content) {
        this.#bytes += piece.length;
        if (this.#bytes > this.#policy.maxBytes)
          throw refused(`it unpacks to more than ${this.#policy.maxBytes} bytes`);
        await file.writeFile(piece);
      }
      await file.chown(this.#policy.uid, this.#policy.gid);
      await file.chmod(this.#modeOf(mode));
    } finally {
      await file.close();
    }
  }

  #hardLink(name: string, target: string): void {
    const of = wordsOf(target, this.#policy.strip).join('/');
    if (this.#made.get(of) !== 'file') throw refused(`${JSON.stringify(name)} is another name for what is not in it`);
    this.#claim(name, 'file');
    linkSync(this.#path(of), this.#path(name));
  }

  async #makeLinks(): Promise<void> {
    for (const { name, target } of this.#links) {
      symlinkSync(target, this.#path(name));
      await lchown(this.#path(name), this.#policy.uid, this.#policy.gid);
    }
  }

  /** Folders last: while files were put into them, only root could enter. */
  async #dress(): Promise<void> {
    const folders = [...this.#made].filter(([name, made]) => made === 'directory' && name !== '').map(([name]) => name);
    for (const name of folders.reverse()) {
      await chown(this.#path(name), this.#policy.uid, this.#policy.gid);
      await chmod(this.#path(name), ((this.#modes.get(name) ?? PLAIN_MODE) & PLAIN_MODE) | 0o700);
    }
  }

  #modeOf(mode: number): number {
    return mode & (this.#policy.setuid ? PLAIN_MODE | SPECIAL_BITS : PLAIN_MODE);
  }

  #path(name: string): string {
    return `${this.#root}/${name}`;
  }
}
