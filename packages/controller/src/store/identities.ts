import type { InstanceId, SecretName, Sha256 } from '@rolecall/protocol';
import type { Database } from './database.ts';

/** A file that says who an instance is, as it was when it was first seen. */
export interface Identity {
  readonly site: string;
  readonly instance: InstanceId;
  readonly path: string;
  readonly sha256: Sha256;
  /** Permission bits. */
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
  /** Its content in base64 is kept under this name. */
  readonly secret: SecretName;
  readonly at: number;
  /** The next apply puts it back. */
  readonly restore: boolean;
}

type Row = Omit<Identity, 'group' | 'restore'> & { readonly grp: string; readonly restore: number };

const asIdentity = ({ grp, restore, ...rest }: Row): Identity => ({ ...rest, group: grp, restore: restore === 1 });

export const allIdentities = (database: Database): readonly Identity[] =>
  database.all<Row>('SELECT * FROM identity_file ORDER BY site, instance, path').map(asIdentity);

/** Those of an instance, under all the names that it had. */
export const identitiesOf = (database: Database, site: string, names: readonly InstanceId[]): readonly Identity[] =>
  names.flatMap((name) =>
    database
      .all<Row>('SELECT * FROM identity_file WHERE site = ? AND instance = ? ORDER BY path', site, name)
      .map(asIdentity),
  );

export const noteIdentity = (database: Database, one: Omit<Identity, 'restore' | 'at'>): number =>
  database.run(
    `INSERT INTO identity_file (site, instance, path, sha256, mode, owner, grp, secret, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
    ...[one.site, one.instance, one.path, one.sha256, one.mode, one.owner, one.group, one.secret, Date.now()],
  );

/** It is to be put back by the next apply. */
export const wantBack = (database: Database, { site, instance, path }: Identity): number =>
  database.run(
    'UPDATE identity_file SET restore = 1 WHERE site = ? AND instance = ? AND path = ?',
    site,
    instance,
    path,
  );

/** What is there when the instance is up next counts. */
export const forgetIdentity = (database: Database, { site, instance, path }: Identity): number =>
  database.run('DELETE FROM identity_file WHERE site = ? AND instance = ? AND path = ?', site, instance, path);

/** Nothing of the instance is left. */
export const forgetIdentities = (database: Database, site: string, instance: InstanceId): number =>
  database.run('DELETE FROM identity_file WHERE site = ? AND instance = ?', site, instance);

/** The instance is up, under its present name: what was to be put back is there. */
export function identitiesAreBack(
  database: Database,
  site: string,
  instance: InstanceId,
  formerly: readonly InstanceId[],
): void {
  for (const former of formerly)
    database.run(
      'UPDATE OR REPLACE identity_file SET instance = ? WHERE site = ? AND instance = ?',
      instance,
      site,
      former,
    );
  database.run('UPDATE identity_file SET restore = 0 WHERE site = ? AND instance = ?', site, instance);
}
