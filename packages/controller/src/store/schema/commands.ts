import type { Migration } from '../migration.ts';

/** Ad-hoc commands, and the output of every command, ad-hoc or of a run. */
export const commandSchema: Migration = {
  id: 'commands-1',
  sql: `
    CREATE TABLE command (
      id TEXT PRIMARY KEY,
      host TEXT NOT NULL REFERENCES host (name),
      operator TEXT NOT NULL,
      argv TEXT NOT NULL,
      started INTEGER NOT NULL,
      ended INTEGER,
      exit_code INTEGER,
      signal TEXT,
      fault TEXT
    ) STRICT;
    CREATE INDEX command_open ON command (host) WHERE ended IS NULL;

    CREATE TABLE output_stream (
      key INTEGER PRIMARY KEY,
      host TEXT NOT NULL,
      of TEXT NOT NULL,
      stream TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      UNIQUE (of, host, stream)
    ) STRICT;

    CREATE TABLE output_chunk (
      stream INTEGER NOT NULL REFERENCES output_stream (key),
      offset INTEGER NOT NULL,
      at INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      PRIMARY KEY (stream, offset)
    ) STRICT, WITHOUT ROWID;
  `,
};
