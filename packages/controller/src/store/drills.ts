import type { ArtifactRow, RunId, UseName } from '@rolecall/protocol';
import type { Database } from './database.ts';

/** A drill in which everything was back. */
interface Drill {
  readonly site: string;
  readonly use: UseName;
  /** What was restored: a checksum of what the controller keeps, or whatever else the role was given. */
  readonly backup: string;
  readonly run: RunId;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What was counted. */
  readonly found: string;
}

/** The last one of each backup is remembered. */
export const noteDrill = (database: Database, { site, use, backup, run, at, found }: Drill): void => {
  database.run(
    `INSERT INTO drill (site, use, backup, run, at, found) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET run = excluded.run, at = excluded.at, found = excluded.found`,
    ...[site, use, backup, run, at, found],
  );
};

/** The last drill that restored this; nothing where none did. */
export const lastDrillOf = (database: Database, backup: string): ArtifactRow['drilled'] =>
  database.get<NonNullable<ArtifactRow['drilled']>>(
    'SELECT site, use, run, at, found FROM drill WHERE backup = ? ORDER BY at DESC LIMIT 1',
    backup,
  ) ?? null;
