import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** One file that a result was made from, as it lay on disk. */
interface Input {
  readonly path: string;
  /** Size, times and inode as one text; `absent` where there was nothing. */
  readonly seen: string;
}

interface Entry {
  readonly inputs: readonly Input[];
  readonly result: unknown;
}

/** Timestamps come from the kernel's tick (up to 10 ms): a file touched this shortly before it was read may change unseen. */
const RACY_MS = 50;

/** Where results are kept between calls: `$XDG_CACHE_HOME/rolecall`, else `~/.cache/rolecall`. */
export function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME;
  return join(base?.startsWith('/') ? base : join(homedir(), '.cache'), 'rolecall');
}

/** Everything that resolution of modules looks at beside the files themselves: whether these folders are there. */
export function modulesFolders(from: string): readonly string[] {
  const folders: string[] = [];
  for (let at = resolve(from); ; at = dirname(at)) {
    folders.push(join(at, 'node_modules'));
    if (at === dirname(at)) return folders;
  }
}

/** The package.json files that decided how these modules were found. */
export function packagesOf(modules: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const folder of new Set(modules.map((path) => dirname(path)))) {
    for (let at = folder; at !== dirname(at); at = dirname(at)) {
      const file = join(at, 'package.json');
      if (found.has(file)) break;
      if (!existsSync(file)) continue;
      found.add(file);
      break;
    }
  }
  return [...found];
}

/** A result kept for as long as nothing that it was made from has changed. */
export class ContentCache<T> {
  readonly #file: string;

  /** `words` name the result: what was made, of what, seen from where. */
  constructor(words: readonly string[]) {
    const key = createHash('sha256').update(JSON.stringify(words)).digest('hex');
    this.#file = join(cacheFolder(), 'made', `${key}.json`);
  }

  /** The kept result, or nothing where there is none or an input differs. */
  find(): T | undefined {
    const entry = readEntry(this.#file);
    if (entry === undefined) return undefined;
    return entry.inputs.every(({ path, seen }) => lookAt(path) === seen) ? (entry.result as T) : undefined;
  }

  /** Keeps a result that was made from these files since `startedMs`; not where one of them moved meanwhile. */
  keep(inputs: readonly string[], startedMs: number, result: T): void {
    const paths = [...new Set(inputs)].sort();
    if (paths.some((path) => changedSince(path, startedMs - RACY_MS))) return;
    const entry: Entry = { inputs: paths.map((path) => ({ path, seen: lookAt(path) })), result };
    writeWhole(this.#file, JSON.stringify(entry));
  }

  drop(): void {
    rmSync(this.#file, { force: true });
  }
}

/** Writes beside and renames, so that two processes that make the same thing at once do not mix. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.${process.pid}.tmp`;
  writeFileSync(beside, content, { mode: 0o600 });
  renameSync(beside, file);
}

function readEntry(file: string): Entry | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Entry;
  } catch {
    return undefined; // a cache that cannot be read is an empty one
  }
}

function lookAt(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (found === undefined) return 'absent';
  if (found.isDirectory()) return 'folder';
  return `${found.size} ${found.mtimeNs} ${found.ctimeNs} ${found.ino}`;
}

function changedSince(path: string, ms: number): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && !found.isDirectory() && found.ctimeMs > ms;
}
