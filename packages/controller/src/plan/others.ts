import type { InstanceId, SiteDocument } from '@rolecall/protocol';
import { partsOfInstance } from '@rolecall/protocol/id-parts';
import { ControllerError } from '../error.ts';
import type { Services } from '../serve/services.ts';
import { appliedOf } from '../store/applied.ts';
import type { Database } from '../store/database.ts';
import { type InstanceOwner, ownedByOthers } from '../store/instance-owners.ts';
import { refuseOtherWants } from './others-wants.ts';
import type { PreparedInstance } from './prepared.ts';

type Wanted = Pick<PreparedInstance, 'instance' | 'formerly' | 'host' | 'catalog' | 'job'>;

/**
 * What other sites have on the hosts of this one stays as it is.
 * @throws ControllerError `of_another_site` or `conflict` for the first thing that would not
 */
export function refuseOthers(
  stores: Pick<Services, 'database' | 'blobs'>,
  site: Pick<SiteDocument, 'name' | 'uses'>,
  wanted: readonly Wanted[],
): void {
  refuseOtherInstances(stores.database, site, wanted);
  refuseOtherWants(stores, site.name, wanted);
}

/**
 * A host knows an instance by its name alone: one that another site has there would be taken for this site's own, and all of it that this one does
 * not declare would be taken away.
 * @throws ControllerError `of_another_site` for the first that another site has, also under a name that it had before
 */
export function refuseOtherInstances(
  database: Database,
  { name, uses }: Pick<SiteDocument, 'name' | 'uses'>,
  wanted: Iterable<Pick<Wanted, 'instance' | 'formerly' | 'job'>>,
): void {
  const others = ownedByOthers(database, name);
  if (others.size === 0) return;
  for (const { instance, formerly, job } of wanted) {
    if (job !== null) continue;
    const owner = [instance, ...formerly].map((one) => others.get(one)).find((one) => one !== undefined);
    if (owner === undefined) continue;
    const { use } = partsOfInstance(instance);
    const at = uses.find((one) => one.use === use)?.source;
    throw new ControllerError('of_another_site', sentence(database, name, owner), { at, hint: hintFor(name, owner) });
  }
}

function sentence(database: Database, site: string, { instance, site: other, run, since }: InstanceOwner): string {
  const day = new Date(since).toISOString().slice(0, 10);
  const how = isUp(database, other, instance) ? 'applied' : 'begun';
  return `${instance} is of the site "${other}" (${how} ${day} in run ${run}), so "${site}" leaves it as it is`;
}

const isUp = (database: Database, site: string, instance: InstanceId): boolean =>
  appliedOf(database, site).has(instance);

const hintFor = (site: string, { instance, site: other }: InstanceOwner): string => {
  const { use, host } = partsOfInstance(instance);
  return `call the use otherwise ({ as: '…' }) or put it on another host; or let "${other}" go of it first: take ${use} off ${host} there and apply that, or controller destroy its site; where "${site}" is only a new name for "${other}", keep the old one`;
};
