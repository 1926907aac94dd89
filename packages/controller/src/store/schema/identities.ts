import type { Migration } from '../migration.ts';

/** Files that say who a member is, as they were first seen. Their content is kept as a secret. */
export const identitySchema: Migration = {
  id: 'identity-file-1',
  sql: `
    CREATE TABLE identity_file (
      site TEXT NOT NULL,
      instance TEXT NOT NULL,
      path TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      mode INTEGER NOT NULL,
      owner TEXT NOT NULL,
      grp TEXT NOT NULL,
      secret TEXT NOT NULL,
      at INTEGER NOT NULL,
      restore INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (site, instance, path)
    ) STRICT, WITHOUT ROWID;
  `,
};
