import type { ArtifactRow, ArtifactUse, Sha256 } from '@rolecall/protocol';
import type { Database } from './database.ts';
import { lastDrillOf } from './drills.ts';

/** A file that is kept for hosts. */
export interface Artifact {
  readonly sha256: Sha256;
  readonly name: string;
  readonly version: string | null;
  /** Bytes. */
  readonly size: number;
  readonly added: number;
  readonly operator: string;
}

/** One that is on its way; `at` is when the last piece came. */
export interface Upload extends Omit<Artifact, 'added'> {
  readonly at: number;
}

/** So many uses are told by name. */
const NAMED_USES = 100;

export const addArtifact = (database: Database, { sha256, name, version, size, added, operator }: Artifact): void => {
  database.run(
    `INSERT INTO artifact (sha256, name, version, size, added, operator) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (sha256) DO UPDATE SET name = excluded.name, version = excluded.version, added = excluded.added`,
    sha256,
    name,
    version,
    size,
    added,
    operator,
  );
};

export const artifactOf = (database: Database, sha256: Sha256): Artifact | undefined =>
  database.get<Artifact>('SELECT * FROM artifact WHERE sha256 = ?', sha256);

/** The checksum under which a version of this name is stored. */
export const versionStored = (database: Database, name: string, version: string): Sha256 | undefined =>
  database.get<{ sha256: Sha256 }>('SELECT sha256 FROM artifact WHERE name = ? AND version = ?', name, version)?.sha256;

/** Whatever else was stored as this version of a name no longer is. */
export function renounceVersion(
  database: Database,
  { sha256, name, version }: Pick<Artifact, 'sha256' | 'name' | 'version'>,
): void {
  const others = 'name = ? AND version = ? AND sha256 <> ?';
  database.run(`UPDATE artifact SET version = NULL WHERE ${others}`, name, version, sha256);
}

export const removeArtifact = (database: Database, sha256: Sha256): void => {
  database.run('DELETE FROM artifact WHERE sha256 = ?', sha256);
  database.run('DELETE FROM blob_grant WHERE hash = ?', sha256);
};

export const listArtifacts = (database: Database): readonly ArtifactRow[] =>
  database.all<Artifact>('SELECT * FROM artifact ORDER BY name, version, sha256').map((artifact) => ({
    ...artifact,
    ...usesOf(database, artifact.sha256),
    drilled: lastDrillOf(database, artifact.sha256),
  }));

/**
 * The newest of what hosts gave under a name stays, with all that was given together with it: it is a backup. Otherwise: those that no instance was applied with, that no open run may still hand out, and that nobody added or planned with since `before`. Of a run it is
 * known when it began, and of a catalog when it was granted: what was granted after the oldest open run began may be that run's.
 */
export const unusedArtifacts = (database: Database, before: number): readonly ArtifactRow[] =>
  database
    .all<Artifact>(
      `SELECT * FROM artifact WHERE added <= ?1
         AND NOT (operator LIKE 'host %' AND EXISTS (SELECT 1 FROM artifact newest
           WHERE (newest.sha256 = artifact.sha256 OR newest.version = artifact.version) AND newest.operator LIKE 'host %'
           AND NOT EXISTS (SELECT 1 FROM artifact newer WHERE newer.name = newest.name AND newer.added > newest.added)))
         AND NOT EXISTS (SELECT 1 FROM site_packages WHERE sha256 = artifact.sha256)
         AND NOT EXISTS (SELECT 1 FROM imported_agent WHERE sha256 = artifact.sha256)
         AND NOT EXISTS (SELECT 1 FROM blob_grant WHERE hash = artifact.sha256
           AND (at > ?1 OR at >= (SELECT min(started) FROM run WHERE finished IS NULL)))
         AND NOT EXISTS (SELECT 1 FROM catalog_artifact JOIN applied USING (catalog) WHERE sha256 = artifact.sha256)
       ORDER BY name, version, sha256`,
      before,
    )
    .map((artifact) => ({ ...artifact, usedBy: [], uses: 0, drilled: null }));

function usesOf(database: Database, sha256: Sha256): Pick<ArtifactRow, 'usedBy' | 'uses'> {
  const from = 'FROM catalog_artifact JOIN applied USING (catalog) WHERE sha256 = ?';
  const { uses } = database.get<{ uses: number }>(`SELECT count(*) AS uses ${from}`, sha256) ?? { uses: 0 };
  const usedBy = database.all<ArtifactUse>(
    `SELECT site, instance ${from} ORDER BY site, instance LIMIT ${NAMED_USES}`,
    sha256,
  );
  return { usedBy: usedBy.map(({ site, instance }) => ({ site, instance })), uses };
}

/** A catalog names these; said again it changes nothing. */
export const noteNamed = (database: Database, catalog: Sha256, hashes: readonly Sha256[]): void => {
  for (const sha256 of hashes) {
    database.run('INSERT OR IGNORE INTO catalog_artifact (catalog, sha256) VALUES (?, ?)', catalog, sha256);
  }
};

export const noteUpload = (database: Database, upload: Upload): void => {
  database.run(
    `INSERT INTO artifact_upload (sha256, name, version, size, at, operator) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (sha256) DO UPDATE SET name = excluded.name, version = excluded.version, at = excluded.at, operator = excluded.operator`,
    upload.sha256,
    upload.name,
    upload.version,
    upload.size,
    upload.at,
    upload.operator,
  );
};

export const uploadOf = (database: Database, sha256: Sha256): Upload | undefined =>
  database.get<Upload>('SELECT * FROM artifact_upload WHERE sha256 = ?', sha256);

export const listUploads = (database: Database): readonly Upload[] =>
  database.all<Upload>('SELECT * FROM artifact_upload ORDER BY name, sha256');

export const removeUpload = (database: Database, sha256: Sha256): void => {
  database.run('DELETE FROM artifact_upload WHERE sha256 = ?', sha256);
};

/** Bytes that artifacts take, and those that uploads will take when they are whole. */
export const bytesTaken = (database: Database): number =>
  database.get<{ bytes: number }>(
    `SELECT (SELECT coalesce(sum(size), 0) FROM artifact) + (SELECT coalesce(sum(size), 0) FROM artifact_upload) AS bytes`,
  )?.bytes ?? 0;
