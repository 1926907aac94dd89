import type { HostName, RecipeWish, SiteDocument, Source } from '@rolecall/protocol';

/** Whom a recipe is about. */
export interface Concerned {
  /** Every host that is a member before it or after it, sorted by name. */
  readonly everybody: readonly HostName[];
  /** The members when it is done. */
  readonly afterwards: readonly HostName[];
}

type Wish = Pick<RecipeWish, 'recipe' | 'host' | 'to' | 'on'>;

/** The member that is none any longer when all is done; nothing for one that is made anew on its own host. */
export const leavingOf = ({ recipe, host, to }: Wish): HostName | null =>
  recipe === 'decommission' || to !== null ? host : null;

/**
 * `listed` are the hosts of the site, `applied` those on which the role was brought about and that have not left: a site that was edited already
 * does not name the member that leaves, and one that was not does not name the one that comes.
 */
export function concernedBy(listed: readonly HostName[], applied: readonly HostName[], wish: Wish): Concerned {
  if (wish.recipe === 'drill') {
    const throwaway = [...new Set(wish.on)].sort();
    return { everybody: throwaway, afterwards: throwaway };
  }
  if (wish.host === null) {
    // What is kept is kept of the members that there are, also where the site does not name the last one yet.
    const all = wish.recipe === 'backup' ? [...new Set([...listed, ...applied])].sort() : listed;
    return { everybody: all, afterwards: all };
  }
  const named = [wish.host, ...(wish.to === null ? [] : [wish.to])];
  const everybody = [...new Set([...listed, ...applied, ...named])].sort();
  const leaving = leavingOf(wish);
  return { everybody, afterwards: everybody.filter((host) => host !== leaving) };
}

/** Where a site puts a use on hosts. */
export const sourceOf = (site: SiteDocument, use: string): Source =>
  site.uses.find((one) => one.use === use)?.source ?? site.source;

/** The site with these hosts for one use; what it does not know of them, their enrolment says. */
export function withMembers(site: SiteDocument, use: string, hosts: readonly HostName[]): SiteDocument {
  const source = sourceOf(site, use);
  const added = hosts.filter((host) => site.hosts[host] === undefined);
  return {
    ...site,
    hosts: { ...site.hosts, ...Object.fromEntries(added.map((host) => [host, { labels: {}, source }])) },
    uses: site.uses.map((one) => (one.use === use ? { ...one, select: { by: 'name', hosts: [...hosts] } } : one)),
  };
}
