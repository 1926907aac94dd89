import type { Migration } from '../migration.ts';

/** Every version of every secret, as an age file. */
export const secretsSchema: Migration = {
  id: 'secrets-1',
  sql: `
    CREATE TABLE secret (
      name TEXT NOT NULL,
      version INTEGER NOT NULL,
      at INTEGER NOT NULL,
      ciphertext BLOB,
      PRIMARY KEY (name, version)
    ) STRICT, WITHOUT ROWID;
  `,
};
