import type { Migration } from '../migration.ts';

/** What a site is for, as it was at its first apply. */
export const siteModeSchema: Migration = {
  id: 'site-mode-1',
  sql: `
    CREATE TABLE site_mode (
      site TEXT PRIMARY KEY,
      mode TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
