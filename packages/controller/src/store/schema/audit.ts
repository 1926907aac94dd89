import type { Migration } from '../migration.ts';

/** Who did what, each row carrying the hash of the one before it. */
export const auditSchema: Migration = {
  id: 'audit-1',
  sql: `
    CREATE TABLE audit (
      seq INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      operator TEXT NOT NULL,
      verb TEXT NOT NULL,
      subject TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT;
  `,
};
