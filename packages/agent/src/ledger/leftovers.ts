import type { Catalog, CatalogResource, Sha256 } from '@rolecall/protocol';
import { resourceId } from '@rolecall/protocol/id-parts';
import type { Ledger, Place } from './ledger.ts';

/** A resource that was written for an instance and that its catalog no longer declares. Plain data. */
export interface Leftover extends Place {
  /** `KIND:KEY` */
  readonly id: string;
  /** It was not there before: what stands there is ours alone. */
  readonly made: boolean;
}

/** A resource that passes to another instance of this host, which declares it now. */
export interface PassedOn extends Place {
  readonly id: string;
  readonly to: string;
}

/** Gives what is made of the resources of a catalog that was brought about before, in their order; those of which nothing is made are left out. */
export type FromCatalog = <T>(
  hash: Sha256,
  choose: (resource: CatalogResource, index: number) => T | undefined,
) => Promise<readonly T[]>;

const idOf = ({ kind, key }: CatalogResource): string => resourceId(kind, key);

/** What the ledger knows of the instance of a catalog and of its neighbours, worked out once and only as far as it is asked for. */
export class Past {
  readonly #catalog: Catalog;
  readonly #hash: Sha256;
  readonly #ledger: Ledger;
  readonly #fromCatalog: FromCatalog;
  #own: Promise<Entries> | undefined;
  #others: Promise<Entries> | undefined;

  constructor(catalog: Catalog, hash: Sha256, ledger: Ledger, fromCatalog: FromCatalog) {
    this.#catalog = catalog;
    this.#hash = hash;
    this.#ledger = ledger;
    this.#fromCatalog = fromCatalog;
  }

  /**
   * What the ledger has for this instance, under this name and former ones, and its catalog does not declare, in the order in which it is taken
   * away: the last that was declared first. What another instance of this host declares too, or is about to, is not among them.
   */
  async leftovers(): Promise<readonly Leftover[]> {
    const { resources, elsewhere = [] } = this.#catalog;
    if (this.#names.every((name) => isSettled(this.#ledger, name, this.#hash))) return [];
    const declared = new Set<string>([...resources.map(idOf), ...elsewhere.map(({ id }) => id)]);
    const undeclared = [...(await this.#ofOwn()).values()].filter(({ id }) => !declared.has(id));
    if (undeclared.length === 0) return [];
    const others = await this.#ofOthers();
    return undeclared.filter(({ id }) => !others.has(id)).reverse();
  }

  /** Those that this instance, under this name and former ones, was never given before, as far as the ledger goes back. */
  async newAmong<One extends { readonly resource: CatalogResource }>(
    declared: readonly One[],
  ): Promise<readonly One[]> {
    const own = await this.#ofOwn();
    return declared.filter(({ resource }) => !own.has(idOf(resource)));
  }

  /** What the ledger has for this instance and another one is to declare from now on, which does not have it yet. */
  async passedOn(): Promise<readonly PassedOn[]> {
    const { elsewhere = [] } = this.#catalog;
    if (elsewhere.length === 0) return [];
    const [own, theirs] = [await this.#ofOwn(), await this.#ofOthers()];
    return elsewhere.flatMap(({ id, instance: to }) => {
      const entry = theirs.has(id) ? undefined : own.get(id);
      return entry === undefined ? [] : [{ id, to, catalog: entry.catalog, index: entry.index }];
    });
  }

  /** All names under which something was written for the instance. */
  get #names(): readonly string[] {
    return [...this.#catalog.formerly, this.#catalog.instance];
  }

  #ofOwn(): Promise<Entries> {
    this.#own ??= entriesOf(this.#ledger, this.#names, this.#fromCatalog);
    return this.#own;
  }

  /** What the ledger has for every other instance of this host. */
  #ofOthers(): Promise<Entries> {
    const names = Object.keys(this.#ledger.instances).filter((name) => !this.#names.includes(name));
    this.#others ??= entriesOf(this.#ledger, names, this.#fromCatalog);
    return this.#others;
  }
}

type Entries = ReadonlyMap<string, Leftover>;

/** Nothing but this very catalog was ever written, so that there is nothing to look for. */
function isSettled(ledger: Ledger, name: string, hash: Sha256): boolean {
  const { catalogs = [], others = {} } = ledger.instances[name] ?? {};
  return catalogs.every((catalog) => catalog === hash) && Object.keys(others).length === 0;
}

/** All that the ledger has for these instances, by id, in the order in which it came to the host. */
async function entriesOf(
  ledger: Ledger,
  names: readonly string[],
  fromCatalog: FromCatalog,
): Promise<ReadonlyMap<string, Leftover>> {
  const entries = new Map<string, Leftover>();
  for (const name of names) {
    const { catalogs = [], others = {} } = ledger.instances[name] ?? {};
    const add = (id: string, place: Place): void => {
      entries.delete(id);
      entries.set(id, { id, ...place, made: ledger.made[id] === true });
    };
    for (const catalog of catalogs) {
      for (const [index, id] of (await fromCatalog(catalog, idOf)).entries()) add(id, { catalog, index });
    }
    for (const [id, place] of Object.entries(others)) add(id, place);
  }
  return entries;
}
