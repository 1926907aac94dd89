import type { InstanceId, RunId } from '@rolecall/protocol';
import type { Database } from './database.ts';

/** The site that an instance on a host is of, since it was first handed to that host. */
export interface InstanceOwner {
  readonly instance: InstanceId;
  readonly site: string;
  /** The run that handed it out first. */
  readonly run: RunId;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** The first one stays, until nothing of the instance is left. */
export const noteOwner = (database: Database, { instance, site, run }: Omit<InstanceOwner, 'since'>): number =>
  database.run(
    'INSERT INTO instance_owner (instance, site, run, since) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ...[instance, site, run, Date.now()],
  );

export const forgetOwner = (database: Database, site: string, instance: InstanceId): number =>
  database.run('DELETE FROM instance_owner WHERE site = ? AND instance = ?', site, instance);

/** Every instance that other sites have than this one. */
export const ownedByOthers = (database: Database, site: string): ReadonlyMap<InstanceId, InstanceOwner> =>
  new Map(
    database
      .all<InstanceOwner>('SELECT instance, site, run, since FROM instance_owner WHERE site <> ?', site)
      .map((owner) => [owner.instance, owner]),
  );

/** What a site handed to hosts and that never came up: it does not count as applied, and something of it may be there. */
export const onlyBegun = (database: Database, site: string): readonly InstanceOwner[] =>
  database.all<InstanceOwner>(
    `SELECT instance, site, run, since FROM instance_owner AS owner WHERE site = ? AND NOT EXISTS (
       SELECT 1 FROM applied WHERE applied.site = owner.site AND applied.instance = owner.instance) ORDER BY instance`,
    site,
  );
