import type { InstanceId, RunId, Sha256 } from '@rolecall/protocol';
import type { Database } from './database.ts';

/** Remembers that an instance is as this catalog wants it. */
export const noteApplied = (
  database: Database,
  site: string,
  instance: InstanceId,
  catalog: Sha256,
  run: RunId,
): void => {
  database.run(
    `INSERT INTO applied (site, instance, catalog, run) VALUES (?, ?, ?, ?)
     ON CONFLICT (site, instance) DO UPDATE SET catalog = excluded.catalog, run = excluded.run`,
    site,
    instance,
    catalog,
    run,
  );
};

/** The catalog that each instance of a site was last brought to. */
export const appliedOf = (database: Database, site: string): ReadonlyMap<InstanceId, Sha256> =>
  new Map(
    database
      .all<{ instance: InstanceId; catalog: Sha256 }>('SELECT instance, catalog FROM applied WHERE site = ?', site)
      .map(({ instance, catalog }) => [instance, catalog]),
  );
