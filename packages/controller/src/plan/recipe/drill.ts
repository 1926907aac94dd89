import type {
  Declared,
  HostName,
  RecipeDocument,
  RecipeWish,
  SiteDocument,
  Source,
  StepDocumentOf,
  UseName,
} from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import type { Services } from '../../serve/services.ts';
import { findHost } from '../../store/hosts.ts';

/** No site can be called so: their names have neither spaces nor brackets. */
const MARK = ' (drill of ';
/** What is left of the 63 characters of a name. */
const LONGEST = 57;

/**
 * The site that the run of a recipe is one of. A drill has one of its own: leases, records of clusters and of what was applied, frozen settings,
 * outputs and jobs are all kept by the name of their site, and nothing of a drill is the real site's.
 */
export const siteOfRecipe = (site: string, { recipe, use }: Pick<RecipeWish, 'recipe' | 'use'>): string =>
  recipe === 'drill' ? `${site}${MARK}${use})` : site;

/** The site that was written, also where a name is one of a drill. */
export const siteBehind = (name: string): string => name.split(MARK, 1).join();

export const isOfDrill = (site: string): boolean => site.includes(MARK);

/** `etcd-drill`: so the cluster of a drill is called where it holds locks, which exclude none of the real one's, and where it is taken away. */
export const drillUse = (use: UseName): UseName => `${use.slice(0, LONGEST)}-drill` as UseName;

/** The site as the members of a drill are brought about in it. What says who they are is not kept. */
export const drilledSite = (site: SiteDocument, use: UseName): SiteDocument => ({
  ...site,
  name: siteOfRecipe(site.name, { recipe: 'drill', use }),
  roles: site.roles.map(({ identity: _, ...role }) => role),
});

/** One that was begun before and failed is not gone on with, only taken away. */
export const onlyTakesAway = ({ recipe, former }: Pick<RecipeWish, 'recipe' | 'former'>): boolean =>
  recipe === 'drill' && former !== 'none';

/** What a role lists for a drill, with locks of its own; and in the end, whatever became of it, every host is as it was. */
export function asDrill(document: RecipeDocument, wish: RecipeWish, source: Source): RecipeDocument {
  const away = (host: HostName): StepDocumentOf<'remove'> => ({
    does: 'remove',
    title: `take away all that was brought to ${host}, data included`,
    source,
    host,
    noReturn: null,
  });
  const note = 'a drill that was begun before is only taken away; say the same again for another one';
  return {
    steps: onlyTakesAway(wish) ? [] : document.steps,
    finally: [...document.finally, ...[...new Set(wish.on)].map(away)],
    locks: document.locks.map((lock) => (lock.of === 'cluster' ? { ...lock, cluster: drillUse(lock.cluster) } : lock)),
    notes: onlyTakesAway(wish) ? [note] : document.notes,
  };
}

/**
 * A drill that is only taken away does not wait for hosts that were cut off since.
 * @throws ControllerError `not_enrolled` where none of its hosts is left
 */
export function stillThere({ database }: Services, wish: RecipeWish): RecipeWish {
  if (!onlyTakesAway(wish)) return wish;
  const on = (wish.on ?? []).filter((host) => findHost(database, host)?.revoked === false);
  if (on.length > 0) return { ...wish, on };
  const lock = `cluster:${drillUse(wish.use)}:topology`;
  throw new ControllerError('not_enrolled', 'every host of the drill that was begun before was cut off', {
    hint: `nothing of it is left to be taken away: controller locks release ${lock}`,
  });
}

/** As it is declared on a throwaway host: it goes whatever it holds, unless it stood there before. A file system cannot be unmade. */
export const thrownAway = (declared: Declared): Declared =>
  declared.kind === 'filesystem' || declared.remove === 'always' ? declared : { ...declared, remove: 'made' };
