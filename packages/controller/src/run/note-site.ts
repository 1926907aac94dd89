import type { Prepared } from '../plan/index.ts';
import type { Database } from '../store/database.ts';
import { recordsOf } from '../store/records.ts';
import { rememberSite } from './remember-site.ts';
import { carryRecords, recordFounders } from './start.ts';
import type { RunState } from './state.ts';

/**
 * What is remembered of a site as a plan of it begins to be carried out. A recipe is about one cluster, and says nothing of the rest of its site;
 * one that restores founds its cluster anew, and so does a drill, in a site of its own.
 */
export function noteSite(
  database: Database,
  { created, decided }: RunState,
  { site, graph, decisions }: Prepared,
): void {
  const { intent } = created ?? {};
  const wish = intent?.is === 'recipe' ? intent : undefined;
  const founds = wish?.recipe === 'restore' || wish?.recipe === 'drill';
  if (wish !== undefined && founds && wish.former === 'none') recordsOf(database).forget(site.name, wish.use);
  // What was not known yet is decided, and written down, when its turn comes.
  const known = decisions.filter(({ use }) => decided.some((one) => one.use === use));
  // What else was decided for a drill is about the site itself.
  const own = wish?.recipe === 'drill' ? known.filter(({ use }) => use === wish.use) : known;
  recordFounders(database, site.name, own);
  if (wish !== undefined) return;
  carryRecords(database, site);
  rememberSite(database, site, graph);
}
