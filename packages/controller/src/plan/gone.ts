import { ALL_AT_ONCE, type HostName, type InstanceId, type RunEventOf, type SiteDocument } from '@rolecall/protocol';
import { partsOfInstance } from '@rolecall/protocol/id-parts';
import { barrierId } from '../graph/graph.ts';
import type { Services } from '../serve/services.ts';
import { appliedEdges } from '../store/applied.ts';
import { findHost } from '../store/hosts.ts';
import { onlyBegun } from '../store/instance-owners.ts';
import { createdOf } from '../store/runs.ts';
import { storeCatalog } from './catalog.ts';
import { presentName } from './moved.ts';
import type { PreparedInstance } from './prepared.ts';

/** What a site brought about before, seen from what it declares now. */
export interface Former {
  readonly gone: readonly PreparedInstance[];
  readonly notes: readonly RunEventOf<'noted'>[];
  /** Former names of instances that are declared, by their present ones. */
  readonly names: ReadonlyMap<InstanceId, readonly InstanceId[]>;
}

type Edges = ReturnType<typeof appliedEdges>;
type Edge = readonly [InstanceId, readonly InstanceId[]];
type Users = ReadonlyMap<InstanceId, readonly InstanceId[]>;

/** Finds what was applied or begun once and is no longer declared: it is to be taken away, after all that used it has let go. */
export function formerInstances(
  services: Services,
  site: SiteDocument,
  isDeclared: (instance: InstanceId) => boolean,
): Former {
  const edges: Edges = new Map([...begun(services, site), ...appliedEdges(services.database, site.name)]);
  const users = usersIn(edges);
  const names = new Map<InstanceId, InstanceId[]>();
  const gone: PreparedInstance[] = [];
  const notes: RunEventOf<'noted'>[] = [];
  for (const instance of edges.keys()) {
    if (isDeclared(instance)) continue;
    const present = presentName(site, instance);
    if (isDeclared(present)) names.set(present, [...(names.get(present) ?? []), instance]);
    else if (isOurs(services, instance)) gone.push(goneInstance(services, site, instance, users));
    else
      notes.push({
        event: 'noted',
        about: instance,
        note: 'no longer declared, and its host was cut off: left as it is',
      });
  }
  return { gone, notes, names };
}

/** What a recipe began is for the same recipe to go on with, as long as its use is there. */
function begun({ database }: Services, { name, uses }: SiteDocument): readonly Edge[] {
  return onlyBegun(database, name).flatMap(({ instance, run }) => {
    const { use } = partsOfInstance(instance);
    const isOfRecipe = createdOf(database, run)?.intent.is === 'recipe';
    return isOfRecipe && uses.some((one) => one.use === use) ? [] : [[instance, []] satisfies Edge];
  });
}

function isOurs({ database }: Services, instance: InstanceId): boolean {
  const host = findHost(database, partsOfInstance(instance).host);
  return host !== undefined && !host.revoked;
}

/** An empty catalog: everything that its host wrote for it is left over. */
function goneInstance(services: Services, site: SiteDocument, instance: InstanceId, users: Users): PreparedInstance {
  const { use, host } = partsOfInstance(instance);
  const role = site.roles.find(({ name }) => name === site.uses.find((one) => one.use === use)?.role);
  return {
    instance,
    host: host as HostName,
    after: usersOf(instance, users),
    ...storeCatalog(services, { host, instance }, []),
    outcome: null,
    why: null,
    // Members that stay are changed first, so that the cluster knows before one leaves it.
    position: LAST,
    maxUnavailable: role?.cluster.maxUnavailable ?? ALL_AT_ONCE,
    together: false,
    formed: false,
    parts: [],
    context: null,
    frozen: null,
    gone: true,
    formerly: [],
    becomes: null,
    locks: [],
    job: null,
  };
}

const LAST = 1_000_000;

/** Who used what: instances by what they waited for. */
function usersIn(edges: Edges): Users {
  const users = new Map<InstanceId, InstanceId[]>();
  for (const [user, after] of edges) {
    for (const used of after) {
      const known = users.get(used);
      if (known === undefined) users.set(used, [user]);
      else known.push(user);
    }
  }
  return users;
}

function usersOf(instance: InstanceId, users: Users): readonly InstanceId[] {
  const behind = users.get(barrierId(partsOfInstance(instance).use)) ?? [];
  return [...new Set([...(users.get(instance) ?? []), ...behind])].filter((user) => user !== instance);
}
