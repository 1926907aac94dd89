import type { InstanceId, RunId, Sha256, UseName } from '@rolecall/protocol';
import type { Database } from './database.ts';

/** One instance that is as a catalog wants it. */
export interface Applied {
  readonly site: string;
  readonly instance: InstanceId;
  readonly catalog: Sha256;
  /** What it waited for. */
  readonly after: readonly InstanceId[];
  readonly run: RunId;
}

export const noteApplied = (database: Database, { site, instance, catalog, after, run }: Applied): void => {
  database.run(
    `INSERT INTO applied (site, instance, catalog, after, run) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (site, instance) DO UPDATE SET catalog = excluded.catalog, after = excluded.after, run = excluded.run`,
    site,
    instance,
    catalog,
    JSON.stringify(after),
    run,
  );
};

/** Nothing of this instance is on its host any longer, or it has another name now. */
export const forgetApplied = (database: Database, site: string, instance: InstanceId): void => {
  database.run('DELETE FROM applied WHERE site = ? AND instance = ?', site, instance);
};

/** The catalog that each instance of a site was last brought to. */
export const appliedOf = (database: Database, site: string): ReadonlyMap<InstanceId, Sha256> =>
  new Map(
    database
      .all<{ instance: InstanceId; catalog: Sha256 }>('SELECT instance, catalog FROM applied WHERE site = ?', site)
      .map(({ instance, catalog }) => [instance, catalog]),
  );

/** What each instance of a site waited for when it was last applied; in the order of their names. */
export const appliedEdges = (database: Database, site: string): ReadonlyMap<InstanceId, readonly InstanceId[]> =>
  new Map(
    database
      .all<{ instance: InstanceId; after: string }>(
        'SELECT instance, after FROM applied WHERE site = ? ORDER BY instance',
        site,
      )
      .map(({ instance, after }) => [instance, JSON.parse(after) as InstanceId[]]),
  );

/** What one instance waited for when it was last applied; nothing for one that never was. */
export const appliedAfter = (database: Database, site: string, instance: InstanceId): readonly InstanceId[] =>
  JSON.parse(
    database.get<{ after: string }>('SELECT after FROM applied WHERE site = ? AND instance = ?', site, instance)
      ?.after ?? '[]',
  ) as InstanceId[];

/** Whether any instance of a use is left. */
export const hasApplied = (database: Database, site: string, use: UseName): boolean =>
  database.get(
    'SELECT 1 FROM applied WHERE site = ? AND instance > ? AND instance < ? LIMIT 1',
    site,
    `${use}@`,
    // The character after "@".
    `${use}A`,
  ) !== undefined;
