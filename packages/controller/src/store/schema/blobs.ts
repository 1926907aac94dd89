import type { Migration } from '../migration.ts';

/** Which host may fetch which blob. */
export const blobSchema: Migration = {
  id: 'blobs-1',
  sql: `
    CREATE TABLE blob_grant (
      host TEXT NOT NULL,
      hash TEXT NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (host, hash)
    ) STRICT, WITHOUT ROWID;
  `,
};
