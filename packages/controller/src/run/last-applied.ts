import type { HostName, Sha256, UseName } from '@rolecall/protocol';
import { instanceId } from '@rolecall/protocol/id-parts';
import { ControllerError } from '../error.ts';
import { isOfDrill } from '../plan/index.ts';
import { appliedOf, hasApplied } from '../store/applied.ts';
import type { Database } from '../store/database.ts';
import { createdOf, listRuns } from '../store/runs.ts';

/** So many runs are looked through. */
const LOOKED_AT = 1_000;

/**
 * The site that was applied with a use, as it was last applied: a recipe is about what is there.
 * @throws ControllerError `no_site`, or `ambiguous` where several sites have it
 */
export function lastApplied(
  database: Database,
  use: UseName,
  host: HostName | null,
): { readonly site: string; readonly bundle: Sha256 } {
  const applies = listRuns(database, LOOKED_AT).filter(({ mode, site }) => mode === 'apply' && !isOfDrill(site));
  const having = [...new Set(applies.map(({ site }) => site))].filter((site) => hasApplied(database, site, use));
  const exact = having.filter((site) => host !== null && appliedOf(database, site).has(instanceId(use, host)));
  const sites = exact.length > 0 ? exact : having;
  const [site] = sites;
  const hint = 'name its file: --site site.ts';
  if (sites.length > 1)
    throw new ControllerError('ambiguous', `several sites have ${use}: ${sites.join(', ')}`, { hint });
  const last = applies
    .filter((one) => one.site === site)
    .map(({ run }) => createdOf(database, run))
    .find((created) => created?.intent.is === 'converge');
  if (site === undefined || last === undefined) {
    throw new ControllerError('no_site', `no site with ${use} was applied yet`, { hint });
  }
  return { site, bundle: last.bundle };
}
