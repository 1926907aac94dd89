import { closeSync, fsync } from 'node:fs';
import { promisify } from 'node:util';
import type { Accounts } from '../accounts.ts';
import { explained } from './failure.ts';
import { lastOf, type OpenFolder, openFolderOf } from './path.ts';
import { sweepTemporaries } from './temporary.ts';
import { refuseForeign, refuseMoved, type Trusted } from './trust.ts';

const sync = promisify(fsync);

/** The folders of files that are written together, each opened once for those that it may be trusted with alike. */
export class HeldFolders implements Disposable {
  readonly #accounts: Accounts;
  readonly #paths: readonly string[];
  readonly #open = new Map<string, OpenFolder>();
  readonly #swept = new Set<string>();
  readonly #changed = new Set<OpenFolder>();
  /** Names under which files are written before they take their place. */
  readonly temporaries = new Set<string>();

  /** `paths`: of all files that are to be written, where there are any. */
  constructor(paths: readonly string[], accounts: Accounts) {
    this.#paths = paths;
    this.#accounts = accounts;
  }

  /** The folder of a file, without what writes that were cut off left in it, and the file's name. */
  async of(path: string, trusted: Trusted): Promise<readonly [folder: OpenFolder, name: string]> {
    const [at, name] = lastOf(path);
    const key = JSON.stringify([at, trusted]);
    const known = this.#open.get(key);
    if (known !== undefined) return [known, name];
    const folder = await openFolderOf(path, (found, where) => refuseForeign(found, where, this.#accounts, trusted));
    this.#open.set(key, folder);
    refuseMoved(folder);
    if (this.#paths.length > 0 && !this.#swept.has(at)) sweepTemporaries(folder, this.#namesIn(at), this.temporaries);
    this.#swept.add(at);
    return [folder, name];
  }

  #namesIn(folder: string): readonly string[] {
    return this.#paths.flatMap((path) => {
      const words = path.split('/').filter((word) => word !== '');
      const name = words.pop();
      return name !== undefined && `/${words.join('/')}` === folder ? name : [];
    });
  }

  /** An entry of it has another name than before. */
  noteChanged(folder: OpenFolder): void {
    this.#changed.add(folder);
  }

  /** Makes the names that changed durable. */
  async sync(): Promise<void> {
    await Promise.all(
      [...this.#changed].map(async ({ fd, path }) => {
        await sync(fd).catch((thrown: unknown) => {
          throw explained(thrown, 'Changing', path, path);
        });
      }),
    );
  }

  [Symbol.dispose](): void {
    for (const { fd } of this.#open.values()) closeSync(fd);
  }
}
