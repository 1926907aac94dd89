import type { Migration } from '../migration.ts';

/** Tokens, by their hash only, and what was answered to the keys that used them. */
export const enrolmentSchema: Migration = {
  id: 'enrolment-1',
  sql: `
    CREATE TABLE enroll_token (
      id TEXT PRIMARY KEY,
      hash TEXT NOT NULL UNIQUE,
      host TEXT,
      labels TEXT NOT NULL,
      expires INTEGER NOT NULL,
      uses_left INTEGER NOT NULL CHECK (uses_left >= 0),
      revoked INTEGER
    ) STRICT;

    CREATE TABLE enroll_use (
      token TEXT NOT NULL REFERENCES enroll_token (id),
      key_hash TEXT NOT NULL,
      answer TEXT NOT NULL,
      PRIMARY KEY (token, key_hash)
    ) STRICT, WITHOUT ROWID;
  `,
};
