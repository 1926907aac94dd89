import type { Migration } from '../migration.ts';

/** Files that are kept for hosts, those that are on their way, and which catalogs name which. */
/** What was brought from elsewhere for hosts that reach nothing else: packages by site, and the agent. */
export const offlineSchema: Migration = {
  id: 'artifacts-2',
  sql: `
    CREATE TABLE site_packages (
      site TEXT PRIMARY KEY,
      sha256 TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE imported_agent (
      sha256 TEXT PRIMARY KEY,
      role TEXT NOT NULL,
      detail TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};

export const artifactSchema: Migration = {
  id: 'artifacts-1',
  sql: `
    CREATE TABLE artifact (
      sha256 TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      version TEXT,
      size INTEGER NOT NULL,
      added INTEGER NOT NULL,
      operator TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX artifact_version ON artifact (name, version) WHERE version IS NOT NULL;

    CREATE TABLE artifact_upload (
      sha256 TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      version TEXT,
      size INTEGER NOT NULL,
      at INTEGER NOT NULL,
      operator TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE catalog_artifact (
      catalog TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      PRIMARY KEY (sha256, catalog)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX applied_catalog ON applied (catalog);
    CREATE INDEX blob_grant_hash ON blob_grant (hash, at);
  `,
};
