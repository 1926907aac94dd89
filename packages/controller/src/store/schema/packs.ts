import type { Migration } from '../migration.ts';

/** Every pack that a site ever brought, and what an admin said to it. `made_from` is the hash of what it was made of. */
export const packSchema: Migration = {
  id: 'packs-1',
  sql: `
    CREATE TABLE pack (
      hash TEXT PRIMARY KEY,
      made_from TEXT NOT NULL,
      kind TEXT NOT NULL,
      package TEXT NOT NULL,
      version TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      state TEXT NOT NULL,
      by TEXT,
      at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX pack_made_from ON pack (made_from);
    CREATE TABLE pack_list (at INTEGER NOT NULL) STRICT;
    INSERT INTO pack_list (at) VALUES (0);
  `,
};
