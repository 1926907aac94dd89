import type { Migration } from '../migration.ts';

/**
 * The site that each instance is of. A host knows an instance by its name alone, so that two sites with one name would take each other's things
 * away. Of two that did so before, the one that applied it last has it: what the other one wrote is gone.
 */
export const instanceOwnerSchema: Migration = {
  id: 'instance-owner-1',
  sql: `
    CREATE TABLE instance_owner (
      instance TEXT PRIMARY KEY,
      site TEXT NOT NULL,
      run TEXT NOT NULL,
      since INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX instance_owner_site ON instance_owner (site);

    INSERT OR REPLACE INTO instance_owner (instance, site, run, since)
      SELECT applied.instance, applied.site, applied.run, coalesce(run.started, 0)
      FROM applied LEFT JOIN run ON run.id = applied.run
      ORDER BY coalesce(run.started, 0), applied.run;

    DELETE FROM applied WHERE NOT EXISTS (
      SELECT 1 FROM instance_owner AS owner WHERE owner.instance = applied.instance AND owner.site = applied.site
    );
  `,
};
