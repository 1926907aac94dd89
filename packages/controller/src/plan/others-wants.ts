import { type CatalogResource, type HostName, showSource } from '@rolecall/protocol';
import { partsOfInstance, resourceId } from '@rolecall/protocol/id-parts';
import { resourcesIn } from '../blobs/resources-in.ts';
import { ControllerError } from '../error.ts';
import type { Services } from '../serve/services.ts';
import { canonical } from '../site/canonical.ts';
import { type Applied, appliedByOthers, appliedOf } from '../store/applied.ts';
import type { PreparedInstance } from './prepared.ts';

type Stores = Pick<Services, 'database' | 'blobs'>;
type Theirs = Pick<Applied, 'site' | 'instance' | 'catalog'>;
type Wanted = Pick<PreparedInstance, 'instance' | 'host' | 'catalog' | 'job'>;

/**
 * Sites may share a host and want the same thing of it. What two want to be different would go to and fro with every apply, and neither would say so.
 * What is as it was last applied was looked at then.
 * @throws ControllerError `conflict` for the first, with both places
 */
export function refuseOtherWants(stores: Stores, site: string, wanted: Iterable<Wanted>): void {
  const others = Map.groupBy(appliedByOthers(stores.database, site), ({ instance }) => partsOfInstance(instance).host);
  if (others.size === 0) return;
  const applied = appliedOf(stores.database, site);
  const theirs = new Map<HostName, ReadonlyMap<string, Other>>();
  for (const { instance, host, catalog, job } of wanted) {
    const onHost = others.get(host);
    if (onHost === undefined || catalog === null || job !== null || applied.get(instance) === catalog) continue;
    const known = theirs.get(host) ?? wantsOf(stores, onHost);
    theirs.set(host, known);
    for (const own of resourcesIn(stores.blobs, catalog)) refuseDifferent(own, instance, known.get(idOf(own)));
  }
}

interface Other {
  readonly by: Theirs;
  readonly resource: CatalogResource;
}

const wantsOf = (stores: Stores, onHost: readonly Theirs[]): ReadonlyMap<string, Other> =>
  new Map(
    onHost.flatMap((by) => resourcesIn(stores.blobs, by.catalog).map((resource) => [idOf(resource), { by, resource }])),
  );

function refuseDifferent(own: CatalogResource, instance: Wanted['instance'], other: Other | undefined): void {
  if (other === undefined || canonical(other.resource.params) === canonical(own.params)) return;
  const { by, resource } = other;
  throw new ControllerError(
    'conflict',
    `${instance} and ${by.instance} of the site "${by.site}" want ${own.kind} ${own.key} to be different (the other one: ${showSource(resource.source)})`,
    {
      at: own.source,
      hint: `let one of the two sites have it; where "${by.site}" no longer declares it, apply that first`,
    },
  );
}

const idOf = ({ kind, key }: CatalogResource): string => resourceId(kind, key);
