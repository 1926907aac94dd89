import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalog } from '@rolecall/protocol';
import { AgentError } from '../error.ts';
import { decodeCatalog } from '../wire/decode.ts';
import { RecentCatalogs } from './recent.ts';

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
    const stored = await this.#stored(hash);
    const bytes = stored ?? (await this.#fetch(hash));
    if (sha256(bytes) !== hash) throw refused(hash, 'what the controller sent has another hash');
    const decoded = decodeCatalog(bytes.toString('utf8'));
    if (!decoded.ok) throw refused(hash, decoded.detail);
    if (stored === undefined) await this.#keep(hash, bytes);
    this.#recent.keep(hash, decoded.message, bytes.length);
    return decoded.message;
  }

  /** The stored bytes; nothing where there are none or they were damaged. */
  async #stored(hash: string): Promise<Buffer | undefined> {
    const path = join(this.#folder, hash);
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes === undefined || sha256(bytes) !== hash) return undefined;
    const now = new Date();
    await utimes(path, now, now).catch(() => {});
    return bytes;
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

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const refused = (hash: string, why: string): AgentError =>
  new AgentError('catalog_refused', `the catalog ${hash.slice(0, 12)} is refused: ${why}`);
