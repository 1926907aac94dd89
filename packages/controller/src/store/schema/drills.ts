import type { Migration } from '../migration.ts';

/** When a backup was last restored on throwaway hosts, and everything was back. */
export const drillSchema: Migration = {
  id: 'drill-1',
  sql: `
    CREATE TABLE drill (
      site TEXT NOT NULL,
      use TEXT NOT NULL,
      backup TEXT NOT NULL,
      run TEXT NOT NULL,
      at INTEGER NOT NULL,
      found TEXT NOT NULL,
      PRIMARY KEY (backup, site, use)
    ) STRICT, WITHOUT ROWID;
  `,
};
