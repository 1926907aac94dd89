import type { CatalogResource, Sha256 } from '@rolecall/protocol';
import { resourceId } from '@rolecall/protocol/id-parts';
import type { AnyProvider, Owed } from '@rolecall/resources';
import { type Bound, idOf } from '../engine/bound.ts';
import { providerOf } from '../packs/provider-of.ts';
import { workId } from '../state/work.ts';
import { type Blank, blankBound } from './blank-bound.ts';
import { type Fate, fateOf, keptBecause } from './fate.ts';
import type { Place } from './ledger.ts';
import type { FromCatalog, Leftover } from './leftovers.ts';
import { keeping, NOTHING, takingAway, takingAwayAlways, UNSEEN } from './taking-away.ts';

/**
 * What a catalog no longer declares, bound behind its own resources, in this order. Services that are still declared and went by something that
 * goes away have a second turn at the end, so that they are restarted in the same run.
 */
export async function bindLeftovers(
  leftovers: readonly Leftover[],
  declared: Declared,
  fromCatalog: FromCatalog,
  blank: Blank,
): Promise<readonly Bound[]> {
  const first = declared.resources.length;
  const bounds: Bound[] = [];
  const former = await formerOf(leftovers, declared, fromCatalog);
  for (const { catalog, index, made } of leftovers) {
    const resource = former.get(catalog)?.get(index);
    if (resource === undefined) throw new Error(`the catalog ${catalog} has no resource ${index}`);
    const place: Place = { catalog, index };
    await blank.by.packs?.loadAdmitted([resource]);
    const provider = providerOf(resource, blank.by) ?? sameKind(resource, declared);
    bounds.push({ ...bindOne(resource, made, provider, first + bounds.length, blank), place });
  }
  await keepWhatIsNeeded(bounds, blank);
  const going = new Set(bounds.filter(({ instead }) => instead?.do === 'remove').map(idOf));
  return [...bounds, ...secondTurns(declared, going, former, first + bounds.length, blank)];
}

/** What the catalog declares that is applied now. */
interface Declared {
  readonly catalog: Sha256;
  readonly resources: readonly Bound[];
}

/** Of former catalogs, by their places: what is left over, and what listened and is declared still. */
type Former = ReadonlyMap<Sha256, ReadonlyMap<number, CatalogResource>>;

async function formerOf(
  leftovers: readonly Leftover[],
  { resources }: Declared,
  fromCatalog: FromCatalog,
): Promise<Former> {
  const listening = new Set(resources.filter(({ provider }) => provider.listensTo !== undefined).map(idOf));
  const former = new Map<Sha256, ReadonlyMap<number, CatalogResource>>();
  for (const [catalog, ofOne] of Map.groupBy(leftovers, (leftover) => leftover.catalog)) {
    const left = new Set(ofOne.map(({ index }) => index));
    const chosen = await fromCatalog(catalog, (resource, index) =>
      left.has(index) || listening.has(resourceId(resource.kind, resource.key))
        ? ([index, resource] as const)
        : undefined,
    );
    former.set(catalog, new Map(chosen));
  }
  return former;
}

/** A newer pack takes away what an older one made that is not admitted any more. */
const sameKind = ({ kind }: CatalogResource, { resources }: Declared): AnyProvider | undefined =>
  resources.find(({ resource }) => resource.kind === kind)?.provider;

function bindOne(
  resource: CatalogResource,
  made: boolean,
  provider: AnyProvider | undefined,
  index: number,
  blank: Blank,
): Bound {
  const fate = fateOf(resource, made, provider);
  const bound = blankBound(resource, index, behaviour(fate, resource, provider), blank);
  switch (fate.is) {
    case 'removed':
    case 'forgotten':
      return { ...bound, instead: { do: 'remove' } };
    case 'kept':
      return { ...bound, instead: { do: 'keep', reason: fate.reason } };
  }
}

/** Binds those anew, in their places, that something else needs. */
async function keepWhatIsNeeded(bounds: Bound[], blank: Blank): Promise<void> {
  const going = bounds.filter(({ instead }) => instead?.do === 'remove');
  const handledAlike = ({ resource: { kind, pack } }: Bound): string => `${kind} ${pack ?? ''}`;
  for (const ofKind of Map.groupBy(going, handledAlike).values()) {
    const [first] = ofKind;
    const provider = first && providerOf(first.resource, blank.by);
    if (provider?.neededBy === undefined || first === undefined) continue;
    const reasons = await provider.neededBy(
      first.host,
      ofKind.map(({ params }) => params),
    );
    for (const [i, one] of ofKind.entries()) {
      const needed = reasons[i];
      if (needed === undefined) continue;
      const instead = { do: 'keep', reason: keptBecause(needed) } as const;
      bounds[bounds.indexOf(one)] = { ...one, provider: keeping(provider), instead };
    }
  }
}

function behaviour(fate: Fate, { remove }: CatalogResource, provider: AnyProvider | undefined): AnyProvider {
  if (fate.is === 'forgotten') return NOTHING;
  if (provider === undefined || provider.action === 'run') return UNSEEN;
  if (fate.is === 'kept') return keeping(provider);
  return remove === undefined ? takingAway(provider) : takingAwayAlways(provider);
}

/** Declared resources that listened, or listen, to something that goes away. */
function secondTurns(
  declared: Declared,
  going: ReadonlySet<string>,
  former: Former,
  first: number,
  blank: Blank,
): readonly Bound[] {
  if (going.size === 0) return [];
  const turns: Bound[] = [];
  for (const bound of declared.resources) {
    const { provider } = bound;
    if (provider.listensTo === undefined) continue;
    const listened = [bound.resource, ...[...former.values()].flatMap((of) => [...of.values()].filter(isSame(bound)))]
      .flatMap(({ params }) => provider.listensTo?.(params) ?? [])
      .filter(({ because }) => going.has(because));
    if (listened.length === 0) continue;
    const index = first + turns.length;
    const host = blank.by.hostFor({ id: workId(blank.work, index), hide: blank.hide, onOutput: blank.by.onOutput });
    const place: Place = { catalog: declared.catalog, index: bound.index };
    turns.push({ ...bound, index, host, place, provider: listeningTo(provider, listened) });
  }
  return turns;
}

const isSame =
  (bound: Bound) =>
  ({ kind, key }: CatalogResource): boolean =>
    resourceId(kind, key) === idOf(bound);

const listeningTo = (provider: AnyProvider, owed: readonly Owed[]): AnyProvider => ({
  ...provider,
  listensTo: () => owed,
});
