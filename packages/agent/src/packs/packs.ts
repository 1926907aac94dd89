import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogResource } from '@rolecall/protocol';
import { AgentError, codeOf, messageOf } from '../error.ts';
import { writeDurably } from '../host/durable.ts';
import type { Log } from '../log.ts';
import { type AdmittedPacks, readAdmitted, type SignedList } from './admitted.ts';
import { isPack, type LoadedPack, loadPack, packFile, refused, storedPack } from './load-pack.ts';

export interface PacksOptions {
  /** Root's alone: packs by hash, and the list of those that may be loaded. */
  readonly folder: string;
  /** The certificate of the controller's authority, in PEM. */
  readonly ca: () => string;
  readonly fetch: (hash: string) => Promise<Buffer>;
  /** The controller's clock. */
  readonly now: () => number;
  readonly log: Log;
}

type Kinded = Pick<CatalogResource, 'kind' | 'key' | 'pack'>;

/** Kinds that came in packs. Only what is in the controller's last signed list is loaded, or used for new work. */
export class Packs {
  readonly #options: PacksOptions;
  readonly #loaded = new Map<string, LoadedPack>();
  #admitted: AdmittedPacks = { at: 0, packs: new Set() };

  constructor(options: PacksOptions) {
    this.#options = options;
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    this.#remember();
  }

  get folder(): string {
    return this.#options.folder;
  }

  /** Takes a list in place of the one before, unless that is a later one. What is not on it any more is deleted. */
  take({ admitted, signature, certificate }: SignedList): void {
    const { folder, ca, now, log } = this.#options;
    try {
      const list = readAdmitted({ admitted, signature, certificate }, ca(), now());
      if (list.at < this.#admitted.at) log('warning', 'an older list of admitted packs is left aside');
      if (list.at <= this.#admitted.at) return;
      writeDurably(join(folder, LIST), JSON.stringify({ admitted, signature, certificate }));
      this.#admitted = list;
      for (const name of readdirSync(folder)) {
        if (name.endsWith('.cjs') && !list.packs.has(name.slice(0, -4))) rmSync(join(folder, name));
      }
    } catch (thrown) {
      log('error', messageOf(thrown));
    }
  }

  /** Has the packs of these ready. Throws an `AgentError` for the first that is not admitted, cannot be had, or is not what it should be. */
  async load(resources: readonly Kinded[]): Promise<void> {
    for (const { kind, key, pack } of resources) {
      if (pack === undefined) continue;
      if (!this.#admitted.packs.has(pack)) {
        throw new AgentError('pack_not_admitted', `${kind}:${key} needs the pack ${pack}, which is not admitted`, {
          hint: `look at it: controller packs show ${pack}   then, as an admin: controller packs admit ${pack}`,
        });
      }
      const loaded = this.#loaded.get(pack) ?? (await this.#open(pack));
      if (loaded.kind !== kind) throw refused(pack, `it brings the kind ${loaded.kind}, and ${kind}:${key} names it`);
    }
  }

  /** The same for what was written before: those that are not admitted any more are left out. */
  loadAdmitted(resources: readonly Kinded[]): Promise<void> {
    return this.load(resources.filter(({ pack }) => pack !== undefined && this.#admitted.packs.has(pack)));
  }

  /** How a resource is handled whose pack was loaded and is admitted still. */
  of({ pack, kind }: Pick<Kinded, 'kind' | 'pack'>): LoadedPack | undefined {
    const loaded = pack !== undefined && this.#admitted.packs.has(pack) ? this.#loaded.get(pack) : undefined;
    return loaded?.kind === kind ? loaded : undefined;
  }

  async #open(pack: string): Promise<LoadedPack> {
    const { folder } = this.#options;
    if ((await storedPack(folder, pack)) === undefined) {
      await writeFile(packFile(folder, pack), await this.#fetched(pack), { mode: 0o600, flush: true });
    }
    const loaded = await loadPack(folder, pack);
    this.#loaded.set(pack, loaded);
    return loaded;
  }

  async #fetched(pack: string): Promise<Buffer> {
    const bytes = await this.#options.fetch(pack).catch((cause: unknown) => {
      if (codeOf(cause) !== 'refused') throw cause;
      throw new AgentError('pack_lost', `the pack ${pack} is neither on this host nor with the controller`, { cause });
    });
    if (!isPack(bytes, pack)) throw refused(pack, 'what the controller sent is not it');
    return bytes;
  }

  /** What was admitted when this host heard of it last. */
  #remember(): void {
    const { folder, ca, log } = this.#options;
    try {
      this.#admitted = readAdmitted(JSON.parse(readFileSync(join(folder, LIST), 'utf8')) as SignedList, ca());
    } catch (thrown) {
      if (codeOf(thrown) !== 'ENOENT') log('error', messageOf(thrown));
    }
  }
}

const LIST = 'admitted.json';
