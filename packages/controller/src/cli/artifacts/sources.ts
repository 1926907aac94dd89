import { createReadStream, rmSync } from 'node:fs';
import type { Sha256, SiteContents } from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import type { ContentOf } from '../../offline/write.ts';
import type { Client } from '../client/client.ts';
import type { Context } from '../context.ts';
import { fetchUrl } from './fetch-url.ts';
import { localFile } from './local-file.ts';
import { progressLine } from './progress.ts';

type Artifact = SiteContents['artifacts'][number];

/** What goes into an export, wherever each part is now: on the controller, or in a file of this machine. */
export class Sources {
  readonly #client: Client;
  readonly #context: Context;
  readonly #files = new Map<Sha256, string>();
  readonly #drops: (() => void)[] = [];

  constructor(client: Client, context: Context) {
    this.#client = client;
    this.#context = context;
  }

  /** A file that was made for the export, and goes with it. */
  addOwn(sha256: Sha256, path: string): void {
    this.#files.set(sha256, path);
    this.#drops.push(() => rmSync(path, { force: true }));
  }

  /** Has an artifact at hand, and answers its bytes. */
  async size({ sha256, name, version, url, stored, guarded }: Artifact): Promise<number> {
    if (stored !== null) return stored;
    const title = `${name} ${version ?? ''}`.trim();
    if (url === null || guarded) {
      const hint = 'fetch it yourself and store it: controller artifacts add FILE';
      throw new ControllerError('not_fetched', `the server of ${title} wants headers that only hosts are given`, {
        hint,
      });
    }
    return (await this.fetch(new URL(url), sha256, title)).size;
  }

  /** Fetches content to this machine. */
  async fetch(url: URL, sha256: string, title: string): Promise<{ readonly path: string; readonly size: number }> {
    const progress = progressLine(this.#context, `fetching ${title}`);
    const fetched = await fetchUrl(url, { isKnown: true }, progress.on).finally(progress.end);
    try {
      const { size } = await localFile(fetched.path, sha256);
      this.#files.set(sha256 as Sha256, fetched.path);
      this.#drops.push(() => fetched.drop());
      return { path: fetched.path, size };
    } catch (error) {
      fetched.drop();
      throw error instanceof ControllerError
        ? new ControllerError(error.code, error.message.replace(fetched.path, url.href), { hint: error.hint })
        : error;
    }
  }

  readonly contentOf: ContentOf = (sha256) => {
    const path = this.#files.get(sha256);
    return path === undefined ? this.#client.blob(sha256) : createReadStream(path);
  };

  /** What was fetched for it is needed no longer. */
  drop(): void {
    for (const drop of this.#drops) drop();
  }
}
