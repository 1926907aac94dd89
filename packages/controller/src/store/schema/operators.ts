import type { Migration } from '../migration.ts';

/** Tokens of operators, by their hash only. A revoked one stays, so that nobody else gets what its name did. */
export const operatorSchema: Migration = {
  id: 'operators-1',
  sql: `
    CREATE TABLE operator_token (
      hash TEXT PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      access TEXT NOT NULL CHECK (access IN ('view', 'operate', 'admin')),
      created INTEGER NOT NULL,
      expires INTEGER,
      last_used INTEGER,
      revoked INTEGER
    ) STRICT, WITHOUT ROWID;
  `,
};
