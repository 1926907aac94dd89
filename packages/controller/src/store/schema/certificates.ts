import type { Migration } from '../migration.ts';

/** Every certificate of an identity, in the order in which they were issued, and which of them was used last. */
export const certificateSchema: Migration = {
  id: 'certificates-1',
  sql: `
    CREATE TABLE certificate (
      serial TEXT PRIMARY KEY,
      identity TEXT NOT NULL REFERENCES identity (id),
      generation INTEGER NOT NULL,
      not_after INTEGER NOT NULL,
      UNIQUE (identity, generation)
    ) STRICT;
    INSERT INTO certificate SELECT serial, id, 1, not_after FROM identity;
    ALTER TABLE identity ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;
  `,
};
