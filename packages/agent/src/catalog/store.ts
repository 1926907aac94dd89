import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalog, CatalogResource } from '@rolecall/protocol';
import { AgentError } from '../error.ts';
import { RecentCatalogs } from './recent.ts';
import { CatalogText, WholeCatalog } from './text.ts';

/** So many catalogs stay on disk that nothing needs, the last used ones. */
const KEPT = 64;

/** Catalogs by hash: on disk, or else from the controller. */
export class CatalogStore {
  readonly #folder: string;
  readonly #fetch: (hash: string) => Promise<Buffer>;
  readonly #needed: () => ReadonlySet<string>;

  readonly #recent = new RecentCatalogs();

  /** `needed`: those that stay however long they were not used. */
  constructor(
    folder: string,
    fetch: (hash: string) => Promise<Buffer>,
    needed: () => ReadonlySet<string> = () => new Set(),
  ) {
    this.#folder = folder;
    this.#fetch = fetch;
    this.#needed = needed;
  }

  /**
   * The catalog with this hash. Throws `catalog_refused` where what came is not it or not a catalog, and what `fetch` throws where nothing came.
   */
  async get(hash: string): Promise<Catalog> {
    const recent = this.#recent.get(hash);
    if (recent !== undefined) return recent;
    const text = new WholeCatalog();
    const bytes = await this.#read(hash, text);
    const decoded = text.end();
    if (!decoded.ok) throw await this.#refuse(hash, decoded.detail);
    this.#recent.keep(hash, decoded.message, bytes);
    return decoded.message;
  }

  /**
   * What is made of the resources of a catalog that was brought about before: where it is not in memory, never more of them than are chosen. It was
   * checked then. Throws as `get`.
   */
  async select<T>(hash: string, choose: (resource: CatalogResource, index: number) => T | undefined): Promise<T[]> {
    const chosen: T[] = [];
    const look = (resource: CatalogResource, index: number) => {
      const made = choose(resource, index);
      if (made !== undefined) chosen.push(made);
    };
    const recent = this.#recent.get(hash);
    if (recent !== undefined) {
      recent.resources.forEach(look);
      return chosen;
    }
    const text = new CatalogText((resource, index) => look(resource as CatalogResource, index));
    await this.#read(hash, text);
    const rest = text.end();
    if (!rest.ok) throw await this.#refuse(hash, rest.detail);
    return chosen;
  }

  /** Reads the stored bytes, once they are there and not damaged; answers how many they are. */
  async #read(hash: string, text: Pick<CatalogText, 'push'>): Promise<number> {
    const path = join(this.#folder, hash);
    if (await isWhole(path, hash)) {
      const now = new Date();
      await utimes(path, now, now).catch(() => {});
    } else await this.#bring(hash);
    let bytes = 0;
    await eachPiece(path, (piece) => {
      text.push(piece);
      bytes += piece.length;
    });
    return bytes;
  }

  async #bring(hash: string): Promise<void> {
    const bytes = await this.#fetch(hash);
    if (sha256().update(bytes).digest('hex') !== hash) throw refused(hash, 'what the controller sent has another hash');
    await this.#keep(hash, bytes);
  }

  async #refuse(hash: string, why: string): Promise<AgentError> {
    await rm(join(this.#folder, hash), { force: true });
    return refused(hash, why);
  }

  async #keep(hash: string, bytes: Buffer): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    // A name of its own: the same catalog may be fetched twice at once, for two pieces of work.
    const temporary = join(this.#folder, `${hash}.${randomBytes(8).toString('hex')}.new`);
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(this.#folder, hash));
    await this.#prune();
  }

  async #prune(): Promise<void> {
    const needed = this.#needed();
    const names = (await readdir(this.#folder)).filter((name) => !needed.has(name));
    if (names.length <= KEPT) return;
    const paths = names.map((name) => join(this.#folder, name));
    // One that is gone meanwhile was a temporary one.
    const times = await Promise.all(
      paths.map((path) =>
        stat(path)
          .then(({ mtimeMs }) => mtimeMs)
          .catch(() => 0),
      ),
    );
    const aged = paths.map((path, i) => ({ path, at: times[i] ?? 0 }));
    aged.sort((a, b) => b.at - a.at);
    for (const { path } of aged.slice(KEPT)) await rm(path, { force: true });
  }
}

const sha256 = () => createHash('sha256');

/** Whether these bytes are there; not where they were damaged. */
async function isWhole(path: string, hash: string): Promise<boolean> {
  const found = sha256();
  const isThere = await eachPiece(path, (piece) => found.update(piece)).then(
    () => true,
    () => false,
  );
  return isThere && found.digest('hex') === hash;
}

const PIECE_BYTES = 256 * 1024;

/** Gives a file piece by piece; each is overwritten by the next one. */
async function eachPiece(path: string, take: (piece: Buffer) => void): Promise<void> {
  await using file = await open(path, 'r');
  const buffer = Buffer.allocUnsafeSlow(PIECE_BYTES);
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length);
    if (bytesRead === 0) return;
    take(buffer.subarray(0, bytesRead));
  }
}

const refused = (hash: string, why: string): AgentError =>
  new AgentError('catalog_refused', `the catalog ${hash.slice(0, 12)} is refused: ${why}`);
