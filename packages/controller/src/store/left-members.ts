import type { HostName, RunId } from '@rolecall/protocol';
import type { Database } from './database.ts';

/** A host that a recipe took out of a cluster. */
export interface LeftMember {
  readonly site: string;
  readonly use: string;
  readonly host: HostName;
  /** The host that took its place. */
  readonly successor: HostName | null;
  readonly run: RunId;
}

export const noteLeft = (database: Database, { site, use, host, successor, run }: LeftMember): void => {
  database.run(
    `INSERT INTO left_member (site, use, host, successor, run) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET successor = excluded.successor, run = excluded.run`,
    ...[site, use, host, successor, run],
  );
};

/** It may be a member again: a recipe brought it back, or nothing of it is left and its site has been applied without it. */
export const forgetLeft = (database: Database, site: string, use: string, host: HostName): void => {
  database.run('DELETE FROM left_member WHERE site = ? AND use = ? AND host = ?', site, use, host);
};

export const leftMembers = (database: Database, site: string, use: string): readonly LeftMember[] =>
  database.all<LeftMember>('SELECT * FROM left_member WHERE site = ? AND use = ? ORDER BY host', site, use);
