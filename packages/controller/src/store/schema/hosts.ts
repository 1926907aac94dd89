import type { Migration } from '../migration.ts';

/** Hosts, the identities (certificates) that were given to them, and how far each one's reports are stored. */
export const hostsSchema: Migration = {
  id: 'hosts-1',
  sql: `
    CREATE TABLE host (
      name TEXT PRIMARY KEY,
      labels TEXT NOT NULL,
      address TEXT,
      enrolled INTEGER NOT NULL,
      revoked INTEGER,
      last_seen INTEGER,
      agent TEXT,
      boot TEXT
    ) STRICT;

    CREATE TABLE identity (
      id TEXT PRIMARY KEY,
      host TEXT NOT NULL REFERENCES host (name),
      serial TEXT NOT NULL UNIQUE,
      not_after INTEGER NOT NULL,
      sealing_key TEXT NOT NULL,
      superseded INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX identity_current ON identity (host) WHERE superseded IS NULL;

    CREATE TABLE report_mark (
      host TEXT PRIMARY KEY REFERENCES host (name),
      epoch TEXT NOT NULL,
      seq INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE site_host (
      site TEXT NOT NULL,
      host TEXT NOT NULL,
      labels TEXT NOT NULL,
      PRIMARY KEY (site, host)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE host_role (
      site TEXT NOT NULL,
      host TEXT NOT NULL,
      role TEXT NOT NULL,
      PRIMARY KEY (host, role, site)
    ) STRICT, WITHOUT ROWID;
  `,
};
