import type { RunId } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import type { Database } from './database.ts';
import { findRun } from './runs.ts';

/**
 * Gives one run the right to write to a site, with a fencing number higher than any before: agents refuse a lower one than they
 * have obeyed. Call it in the transaction that creates the run, before its row is there.
 * @throws ControllerError `site_busy` that names the run which has it.
 */
export function takeLease(database: Database, site: string, run: RunId): number {
  const held = database.get<{ run: RunId }>('SELECT run FROM lease WHERE site = ?', site);
  const holder = held === undefined ? undefined : findRun(database, held.run);
  if (holder !== undefined && holder.finished === null) {
    throw new ControllerError('site_busy', `${holder.operator} is applying ${site} right now, in run ${holder.run}`, {
      hint: `look at it with: controller runs show ${holder.run} --follow`,
    });
  }
  const term = nextTerm(database);
  database.run(
    'INSERT INTO lease (site, run, term) VALUES (?, ?, ?) ON CONFLICT (site) DO UPDATE SET run = excluded.run, term = excluded.term',
    site,
    run,
    term,
  );
  return term;
}

/** One number line for all sites: a host may carry parts of two. */
const nextTerm = (database: Database): number =>
  (database.get<{ term: number | null }>('SELECT max(term) AS term FROM lease')?.term ?? 0) + 1;
