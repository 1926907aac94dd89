import type { Database } from './database.ts';

/** One version of a secret, as an age file. */
export interface StoredSecret {
  readonly name: string;
  readonly version: number;
  readonly ciphertext: Uint8Array;
}

/** The newest version of every secret that was not removed. */
export const currentSecrets = (database: Database): readonly (StoredSecret & { readonly at: number })[] =>
  database.all(
    `SELECT name, version, at, ciphertext FROM secret AS one
     WHERE ciphertext IS NOT NULL AND version = (SELECT max(version) FROM secret WHERE name = one.name) ORDER BY name`,
  );

/** 0 where there never was one. */
export const lastVersion = (database: Database, name: string): number =>
  database.get<{ last: number | null }>('SELECT max(version) AS last FROM secret WHERE name = ?', name)?.last ?? 0;

export const addVersion = (database: Database, { name, version, ciphertext }: StoredSecret): number =>
  database.run(
    'INSERT INTO secret (name, version, at, ciphertext) VALUES (?, ?, ?, ?)',
    name,
    version,
    Date.now(),
    ciphertext,
  );

/** The rows stay, without their values, so that a version's number means one value for ever. */
export const dropValues = (database: Database, name: string): number =>
  database.run('UPDATE secret SET ciphertext = NULL WHERE name = ?', name);
