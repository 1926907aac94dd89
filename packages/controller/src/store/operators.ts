import type { Access } from '@rolecall/protocol';
import type { Database } from './database.ts';

/** An operator's token as it is stored: by its hash, never by itself. Times are milliseconds since 1970. */
export interface StoredOperator {
  readonly name: string;
  readonly access: Access;
  readonly created: number;
  readonly expires: number | null;
  readonly lastUsed: number | null;
  readonly revoked: number | null;
}

const COLUMNS = 'name, access, created, expires, last_used AS lastUsed, revoked';

/** The name of each belongs to it for good, also after it was revoked: in the audit chain a name is one operator. */
export const addOperator = (
  database: Database,
  hash: string,
  { name, access, created, expires }: Omit<StoredOperator, 'lastUsed' | 'revoked'>,
): number =>
  database.run(
    'INSERT INTO operator_token (hash, name, access, created, expires) VALUES (?, ?, ?, ?, ?)',
    hash,
    name,
    access,
    created,
    expires,
  );

export const operatorOf = (database: Database, hash: string): StoredOperator | undefined =>
  database.get<StoredOperator>(`SELECT ${COLUMNS} FROM operator_token WHERE hash = ?`, hash);

export const operatorNamed = (database: Database, name: string): StoredOperator | undefined =>
  database.get<StoredOperator>(`SELECT ${COLUMNS} FROM operator_token WHERE name = ?`, name);

export const listOperators = (database: Database): readonly StoredOperator[] =>
  database.all<StoredOperator>(`SELECT ${COLUMNS} FROM operator_token ORDER BY revoked IS NOT NULL, name`);

/** False where there is no such token or it was revoked before. */
export const revokeOperator = (database: Database, name: string): boolean =>
  database.run('UPDATE operator_token SET revoked = ? WHERE name = ? AND revoked IS NULL', Date.now(), name) > 0;

/** To the minute: a write for every call would be one too many. */
export const noteOperator = (database: Database, name: string, now: number): number =>
  database.run(
    'UPDATE operator_token SET last_used = ? WHERE name = ? AND coalesce(last_used, 0) < ?',
    now,
    name,
    now - 60_000,
  );
