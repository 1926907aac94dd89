import type { Migration } from '../migration.ts';

/** The last fact document of each host, and its plain values by path. */
export const factsSchema: Migration = {
  id: 'facts-1',
  sql: `
    CREATE TABLE facts (
      host TEXT PRIMARY KEY REFERENCES host (name),
      hash TEXT NOT NULL,
      at INTEGER NOT NULL,
      document TEXT NOT NULL
    ) STRICT;

    CREATE TABLE fact_index (
      host TEXT NOT NULL REFERENCES host (name),
      path TEXT NOT NULL,
      text TEXT NOT NULL,
      num REAL,
      PRIMARY KEY (path, host)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX fact_index_host ON fact_index (host);
  `,
};
