import type { InstanceId, Json, JsonObject } from '@rolecall/protocol';
import { partsOfInstance } from '@rolecall/protocol/id-parts';
import { appliedAfter, appliedFrozen, appliedOf, forgetApplied, hasApplied, noteApplied } from '../store/applied.ts';
import type { Database } from '../store/database.ts';
import { forgetIdentities, identitiesAreBack } from '../store/identities.ts';
import { forgetJobs } from '../store/jobs.ts';
import { recordsOf } from '../store/records.ts';
import { forgetMode } from '../store/site-modes.ts';
import type { InstanceState } from './instance-state.ts';
import type { RunState } from './state.ts';

type Known = Pick<InstanceState, 'instance' | 'after' | 'becomes' | 'formerly'>;

/** What else is noted with an instance that is up. */
export interface Noted {
  readonly output?: Json | undefined;
  readonly frozen?: JsonObject | null | undefined;
  /** What it waits for in its site, where that is not what it waited for in the run. */
  readonly after?: readonly InstanceId[] | undefined;
}

/** What the next plan knows of an instance: the catalog that counts as applied. A run that is undone leaves the one before it. */
export function rememberInstance(
  database: Database,
  { created }: Pick<RunState, 'created'>,
  known: Known,
  { output, frozen, after: own }: Noted = {},
): void {
  if (created === null) return;
  const { site, run, intent } = created;
  const { instance, becomes } = known;
  if (becomes === null) forgetApplied(database, site, instance);
  else {
    // What is undone goes backwards through the graph: what it waits for in this run is not what it needs.
    const after = intent.is === 'undo' ? appliedAfter(database, site, instance) : (own ?? known.after);
    noteApplied(database, {
      site,
      instance,
      catalog: becomes,
      after,
      run,
      ...(output === undefined ? {} : { output }),
      // The first that was noted stays; a role of a later release may name more.
      ...(frozen == null ? {} : { frozen: { ...frozen, ...appliedFrozen(database, site, instance) } }),
    });
  }
  identitiesAreBack(database, site, instance, known.formerly);
  for (const former of known.formerly) forgetApplied(database, site, former);
}

/** Nothing of it is left; with the last of its use goes what is remembered of the cluster, with the last of all the site's mode. */
export function forgetInstance(database: Database, site: string, instance: InstanceId): void {
  forgetApplied(database, site, instance);
  forgetIdentities(database, site, instance);
  const { use } = partsOfInstance(instance);
  if (!hasApplied(database, site, use)) {
    recordsOf(database).forget(site, use);
    forgetJobs(database, site, use);
  }
  if (appliedOf(database, site).size === 0) forgetMode(database, site);
}
