import type { InstanceId, Json, JsonObject, RunId, Sha256, UseName } from '@rolecall/protocol';
import type { Database } from './database.ts';
import { forgetOwner, noteOwner } from './instance-owners.ts';

/** One instance that is as a catalog wants it. */
export interface Applied {
  readonly site: string;
  readonly instance: InstanceId;
  readonly catalog: Sha256;
  /** What it waited for. */
  readonly after: readonly InstanceId[];
  /** What it gave; nothing where that was not asked, and then what it gave before still counts. */
  readonly output?: Json;
  /** What it has since its first start; left out, that stays as it was noted. */
  readonly frozen?: JsonObject;
  readonly run: RunId;
}

export const noteApplied = (
  database: Database,
  { site, instance, catalog, after, output, frozen, run }: Applied,
): void => {
  database.run(
    `INSERT INTO applied (site, instance, catalog, after, output, frozen, run) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (site, instance) DO UPDATE SET catalog = excluded.catalog, after = excluded.after,
       output = coalesce(excluded.output, output), frozen = coalesce(excluded.frozen, frozen), run = excluded.run`,
    site,
    instance,
    catalog,
    JSON.stringify(after),
    output === undefined ? null : JSON.stringify(output),
    frozen === undefined ? null : JSON.stringify(frozen),
    run,
  );
  noteOwner(database, { instance, site, run });
};

/** Nothing of this instance is on its host any longer, or it has another name now: any site may have one of that name. */
export const forgetApplied = (database: Database, site: string, instance: InstanceId): void => {
  forgetOwner(database, site, instance);
  database.run('DELETE FROM applied WHERE site = ? AND instance = ?', site, instance);
};

/** The catalog that each instance of a site was last brought to. */
export const appliedOf = (database: Database, site: string): ReadonlyMap<InstanceId, Sha256> =>
  new Map(
    database
      .all<{ instance: InstanceId; catalog: Sha256 }>('SELECT instance, catalog FROM applied WHERE site = ?', site)
      .map(({ instance, catalog }) => [instance, catalog]),
  );

/** What every other site than this one brought its instances to. */
export const appliedByOthers = (
  database: Database,
  site: string,
): readonly Pick<Applied, 'site' | 'instance' | 'catalog'>[] =>
  database.all('SELECT site, instance, catalog FROM applied WHERE site <> ? ORDER BY instance', site);

/** The sites of which an instance of this name was applied. */
export const sitesWith = (database: Database, instance: InstanceId): readonly string[] =>
  database
    .all<{ site: string }>('SELECT site FROM applied WHERE instance = ? ORDER BY site', instance)
    .map(({ site }) => site);

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

/** What an instance gave when it was last applied; nothing where nobody knows. */
export const appliedOutput = (database: Database, site: string, instance: InstanceId): Json | undefined => {
  const row = database.get<{ output: string | null }>(
    'SELECT output FROM applied WHERE site = ? AND instance = ?',
    site,
    instance,
  );
  return typeof row?.output === 'string' ? (JSON.parse(row.output) as Json) : undefined;
};

/** What an instance has since its first start; nothing where that was never noted. */
export const appliedFrozen = (database: Database, site: string, instance: InstanceId): JsonObject | undefined => {
  const row = database.get<{ frozen: string | null }>(
    'SELECT frozen FROM applied WHERE site = ? AND instance = ?',
    site,
    instance,
  );
  return typeof row?.frozen === 'string' ? (JSON.parse(row.frozen) as JsonObject) : undefined;
};

/** Whether any instance of a use is left. */
export const hasApplied = (database: Database, site: string, use: UseName): boolean =>
  database.get(
    'SELECT 1 FROM applied WHERE site = ? AND instance > ? AND instance < ? LIMIT 1',
    site,
    `${use}@`,
    // The character after "@".
    `${use}A`,
  ) !== undefined;
