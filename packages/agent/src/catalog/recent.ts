import type { Catalog } from '@rolecall/protocol';

/** Of catalogs that are kept for good, bytes of JSON: some 500 resources. In memory they take about twice that. */
const MOST_BYTES = 384 * 1024;
/** So many are known at all. */
const MOST = 16;

interface Recent {
  readonly catalog: WeakRef<Catalog>;
  readonly bytes: number;
}

/**
 * Catalogs that were used last, decoded: the same one comes again and again. Small ones stay; larger ones are there until memory is given back
 * (see give-back-memory.ts). They hold no values of secrets.
 */
export class RecentCatalogs {
  /** The last used one last. */
  readonly #known = new Map<string, Recent>();
  /** What keeps the small ones. */
  readonly #kept = new Map<string, Catalog>();

  get(hash: string): Catalog | undefined {
    const known = this.#known.get(hash);
    const catalog = known?.catalog.deref();
    if (known !== undefined && catalog !== undefined) this.keep(hash, catalog, known.bytes);
    return catalog;
  }

  keep(hash: string, catalog: Catalog, bytes: number): void {
    this.#known.delete(hash);
    this.#known.set(hash, { catalog: new WeakRef(catalog), bytes });
    this.#kept.set(hash, catalog);
    this.#letGo();
  }

  #letGo(): void {
    let bytes = 0;
    for (const [i, [hash, recent]] of [...this.#known].reverse().entries()) {
      bytes += recent.bytes;
      if (bytes > MOST_BYTES) this.#kept.delete(hash);
      if (i >= MOST) this.#known.delete(hash);
    }
  }
}
