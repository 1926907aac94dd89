import type { Prepared } from '../plan/index.ts';
import type { Database } from '../store/database.ts';
import { recordsOf } from '../store/records.ts';
import { rememberSite } from './remember-site.ts';
import { carryRecords, recordFounders } from './start.ts';
import type { RunState } from './state.ts';

/**
 * What is remembered of a site as a plan of it begins to be carried out. A recipe is about one cluster, and says nothing of the rest of its site;
 * one that restores founds its cluster anew.
 */
export function noteSite(
  database: Database,
  { created, decided }: RunState,
  { site, graph, decisions }: Prepared,
): void {
  const { intent } = created ?? {};
  if (intent?.is === 'recipe' && intent.recipe === 'restore' && intent.former === 'none')
    recordsOf(database).forget(site.name, intent.use);
  // What was not known yet is decided, and written down, when its turn comes.
  const known = decisions.filter(({ use }) => decided.some((one) => one.use === use));
  recordFounders(database, site.name, known);
  if (intent?.is === 'recipe') return;
  carryRecords(database, site);
  rememberSite(database, site, graph);
}
