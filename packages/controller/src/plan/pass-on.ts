import type { Catalog, InstanceId, Sha256 } from '@rolecall/protocol';
import { instanceId, resourceId } from '@rolecall/protocol/id-parts';
import { resourcesIn } from '../blobs/resources-in.ts';
import type { Services } from '../serve/services.ts';
import { appliedOf } from '../store/applied.ts';
import { storePassingOn } from './catalog.ts';
import type { Claims } from './conflicts.ts';
import type { PreparedInstance } from './prepared.ts';

/**
 * What an instance declared when it was last applied, and another one of its host declares now, passes to that one: its catalog says so, and its
 * host neither removes it nor makes it again. Catalogs that count as applied say nothing of it: the next plan is as if it had always been so.
 */
export function passOn(
  { database, blobs }: Pick<Services, 'database' | 'blobs'>,
  site: string,
  claims: Claims,
  instances: readonly PreparedInstance[],
): readonly PreparedInstance[] {
  const applied = appliedOf(database, site);
  return instances.map((one) => {
    const { instance, host, catalog, formerly } = one;
    const former = [instance, ...formerly].flatMap((name) => applied.get(name) ?? []);
    if (catalog === null || former.every((hash) => hash === catalog)) return one;
    const own = new Set(idsIn(blobs, catalog));
    const passed = [...new Set(former.flatMap((hash) => idsIn(blobs, hash)))].flatMap((id) => {
      const use = own.has(id) ? undefined : claims.claimantOf(host, id);
      const to = use === undefined ? instance : instanceId(use, host);
      return to === instance ? [] : [{ id, instance: to as InstanceId }];
    });
    return passed.length === 0 ? one : { ...one, catalog: storePassingOn(blobs, host, catalog, passed) };
  });
}

const idsIn = (blobs: Services['blobs'], hash: Sha256): readonly Passed['id'][] =>
  resourcesIn(blobs, hash).map(({ kind, key }) => resourceId(kind, key));

type Passed = NonNullable<Catalog['elsewhere']>[number];
