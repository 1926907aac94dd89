import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type HostName, MAX_BLOB_BYTES, type Sha256 } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import type { BlobGrants } from '../hub/contract.ts';
import { noteNamed } from '../store/artifacts.ts';
import type { Database } from '../store/database.ts';
import { syncFolder, writeDurably } from '../store/write-file.ts';

/** Grants are given anew with every piece of work; older ones belong to work that is long over. */
const GRANT_MS = 30 * 86_400_000;
const DRAFT = '.draft-';

/** Content by its hash, a file each: whole and right, or not there. */
export class Blobs implements BlobGrants {
  readonly #database: Database;
  readonly #folder: string;

  constructor(database: Database, folder: string) {
    this.#database = database;
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) if (name.startsWith(DRAFT)) rmSync(join(folder, name));
    // A host may need a pack for as long as anything is on it that was made with it.
    database.run('DELETE FROM blob_grant WHERE at < ? AND hash NOT IN (SELECT hash FROM pack)', Date.now() - GRANT_MS);
  }

  put(content: Uint8Array): Sha256 {
    const hash = createHash('sha256').update(content).digest('hex') as Sha256;
    if (!this.has(hash)) writeDurably(this.pathOf(hash), content, 0o600);
    return hash;
  }

  get(hash: Sha256): Uint8Array | undefined {
    return this.has(hash) ? readFileSync(this.pathOf(hash)) : undefined;
  }

  has(hash: Sha256): boolean {
    return existsSync(this.pathOf(hash));
  }

  /** Bytes. */
  sizeOf(hash: Sha256): number {
    return statSync(this.pathOf(hash)).size;
  }

  pathOf(hash: Sha256): string {
    return join(this.#folder, hash);
  }

  /** Takes a file that was checked and synced, from the same file system: whole at once, and for good. */
  adopt(hash: Sha256, path: string): void {
    renameSync(path, this.pathOf(hash));
    syncFolder(this.#folder);
  }

  remove(hash: Sha256): void {
    rmSync(this.pathOf(hash), { force: true });
  }

  noteNamed(catalog: Sha256, hashes: readonly Sha256[]): void {
    noteNamed(this.#database, catalog, hashes);
  }

  grant(host: HostName, hash: Sha256): void {
    this.#database.run(
      'INSERT INTO blob_grant (host, hash, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at',
      host,
      hash,
      Date.now(),
    );
  }

  isGranted(host: HostName, hash: Sha256): boolean {
    return this.#database.get('SELECT 1 FROM blob_grant WHERE host = ? AND hash = ?', host, hash) !== undefined;
  }

  /**
   * Stores a stream under the hash that it should have.
   * @throws ControllerError `wrong_hash` or `too_large`; nothing is kept then.
   */
  async receive(hash: Sha256, content: AsyncIterable<Uint8Array>): Promise<void> {
    const draft = join(this.#folder, `${DRAFT}${randomBytes(8).toString('hex')}`);
    try {
      const file = await open(draft, 'wx', 0o600);
      try {
        await writeChecked(file, hash, content);
      } finally {
        await file.close();
      }
      await rename(draft, this.pathOf(hash));
      syncFolder(this.#folder);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }
}

async function writeChecked(file: FileHandle, wanted: Sha256, content: AsyncIterable<Uint8Array>): Promise<void> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of content) {
    size += piece.length;
    if (size > MAX_BLOB_BYTES) {
      throw new ControllerError('too_large', `a blob has at most ${MAX_BLOB_BYTES} bytes, and this one has more`);
    }
    hash.update(piece);
    await file.writeFile(piece);
  }
  const got = hash.digest('hex');
  if (got !== wanted) throw new ControllerError('wrong_hash', `the content has the hash ${got}, not ${wanted}`);
  await file.sync();
}
