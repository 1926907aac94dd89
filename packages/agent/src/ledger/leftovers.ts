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

/** Gives a catalog by its hash. */
export type GetCatalog = (hash: Sha256) => Promise<Catalog>;

const idOf = ({ kind, key }: CatalogResource): string => resourceId(kind, key);

/**
 * What the ledger has for this instance, under this name and former ones, and its catalog does not declare, in the order in which it is taken
 * away: the last that was declared first. What another instance of this host declares too, or is about to, is not among them.
 */
export async function leftoversOf(
  catalog: Catalog,
  hash: Sha256,
  ledger: Ledger,
  getCatalog: GetCatalog,
): Promise<readonly Leftover[]> {
  const names = namesOf(catalog);
  if (names.every((name) => isSettled(ledger, name, hash))) return [];
  const declared = new Set<string>([...catalog.resources.map(idOf), ...(catalog.elsewhere ?? []).map(({ id }) => id)]);
  const entries = await entriesOf(ledger, names, getCatalog);
  const undeclared = [...entries.values()].filter(({ id }) => !declared.has(id));
  if (undeclared.length === 0) return [];
  const elsewhere = await entriesOfOthers(ledger, names, getCatalog);
  return undeclared.filter(({ id }) => !elsewhere.has(id)).reverse();
}

/** Ids of what this instance, under this name and former ones, was ever given, as far as the ledger goes back. */
export async function knownTo(catalog: Catalog, ledger: Ledger, getCatalog: GetCatalog): Promise<ReadonlySet<string>> {
  return new Set((await entriesOf(ledger, namesOf(catalog), getCatalog)).keys());
}

/** What the ledger has for this instance and another one is to declare from now on, which does not have it yet. */
export async function passedOn(catalog: Catalog, ledger: Ledger, getCatalog: GetCatalog): Promise<readonly PassedOn[]> {
  const { elsewhere = [] } = catalog;
  if (elsewhere.length === 0) return [];
  const names = namesOf(catalog);
  const own = await entriesOf(ledger, names, getCatalog);
  const theirs = await entriesOfOthers(ledger, names, getCatalog);
  return elsewhere.flatMap(({ id, instance: to }) => {
    const entry = theirs.has(id) ? undefined : own.get(id);
    return entry === undefined ? [] : [{ id, to, catalog: entry.catalog, index: entry.index }];
  });
}

/** All names under which something was written for the instance of a catalog. */
const namesOf = ({ formerly, instance }: Catalog): readonly string[] => [...formerly, instance];

/** What the ledger has for every other instance of this host. */
const entriesOfOthers = (ledger: Ledger, names: readonly string[], getCatalog: GetCatalog) =>
  entriesOf(
    ledger,
    Object.keys(ledger.instances).filter((name) => !names.includes(name)),
    getCatalog,
  );

/** Nothing but this very catalog was ever written, so that there is nothing to look for. */
function isSettled(ledger: Ledger, name: string, hash: Sha256): boolean {
  const { catalogs = [], others = {} } = ledger.instances[name] ?? {};
  return catalogs.every((catalog) => catalog === hash) && Object.keys(others).length === 0;
}

/** All that the ledger has for these instances, by id, in the order in which it came to the host. */
async function entriesOf(
  ledger: Ledger,
  names: readonly string[],
  getCatalog: GetCatalog,
): Promise<ReadonlyMap<string, Leftover>> {
  const entries = new Map<string, Leftover>();
  for (const name of names) {
    const { catalogs = [], others = {} } = ledger.instances[name] ?? {};
    const add = (id: string, place: Place): void => {
      entries.delete(id);
      entries.set(id, { id, ...place, made: ledger.made[id] === true });
    };
    for (const catalog of catalogs) {
      const { resources } = await getCatalog(catalog);
      for (const [index, resource] of resources.entries()) add(idOf(resource), { catalog, index });
    }
    for (const [id, place] of Object.entries(others)) add(id, place);
  }
  return entries;
}
