import type { Migration } from '../migration.ts';

/** Runs with their events, who may write to a site, and what was last applied. */
export const runsSchema: Migration = {
  id: 'runs-1',
  sql: `
    CREATE TABLE run (
      id TEXT PRIMARY KEY,
      mode TEXT NOT NULL,
      site TEXT NOT NULL,
      operator TEXT NOT NULL,
      started INTEGER NOT NULL,
      finished INTEGER,
      outcome TEXT
    ) STRICT;
    CREATE INDEX run_open ON run (started) WHERE finished IS NULL;

    CREATE TABLE run_event (
      run TEXT NOT NULL REFERENCES run (id),
      seq INTEGER NOT NULL,
      at INTEGER NOT NULL,
      body TEXT NOT NULL,
      PRIMARY KEY (run, seq)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE lease (
      site TEXT PRIMARY KEY,
      run TEXT NOT NULL,
      term INTEGER NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE applied (
      site TEXT NOT NULL,
      instance TEXT NOT NULL,
      catalog TEXT NOT NULL,
      run TEXT NOT NULL,
      PRIMARY KEY (site, instance)
    ) STRICT, WITHOUT ROWID;
  `,
};
