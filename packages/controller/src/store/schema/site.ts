import type { Migration } from '../migration.ts';

/** What the evaluator answered before, and what the site itself remembers of its clusters. */
export const siteSchema: Migration = {
  id: 'site-1',
  sql: `
    CREATE TABLE evaluation (
      key TEXT PRIMARY KEY,
      bundle TEXT NOT NULL,
      at INTEGER NOT NULL,
      answer TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE cluster_record (
      site TEXT NOT NULL,
      use TEXT NOT NULL,
      founder TEXT NOT NULL,
      formed INTEGER NOT NULL,
      PRIMARY KEY (site, use)
    ) STRICT, WITHOUT ROWID;
  `,
};
