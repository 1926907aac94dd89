import type { HostName } from '@rolecall/protocol';
import type { Database } from './database.ts';

/** An enrolment token as it is stored: by its hash, never by itself. */
export interface StoredToken {
  readonly id: string;
  readonly host: HostName | null;
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly expires: number;
  readonly usesLeft: number;
  readonly revoked: boolean;
}

interface TokenRow {
  readonly id: string;
  readonly host: HostName | null;
  readonly labels: string;
  readonly expires: number;
  readonly uses_left: number;
  readonly revoked: number | null;
}

const asToken = (row: TokenRow): StoredToken => ({
  id: row.id,
  host: row.host,
  labels: JSON.parse(row.labels) as Record<string, string>,
  expires: row.expires,
  usesLeft: row.uses_left,
  revoked: row.revoked !== null,
});

export const addToken = (database: Database, hash: string, token: Omit<StoredToken, 'revoked'>): number =>
  database.run(
    'INSERT INTO enroll_token (id, hash, host, labels, expires, uses_left) VALUES (?, ?, ?, ?, ?, ?)',
    token.id,
    hash,
    token.host,
    JSON.stringify(token.labels),
    token.expires,
    token.usesLeft,
  );

export function findToken(database: Database, hash: string): StoredToken | undefined {
  const row = database.get<TokenRow>('SELECT * FROM enroll_token WHERE hash = ?', hash);
  return row === undefined ? undefined : asToken(row);
}

/** Those that somebody can still use. */
export const openTokens = (database: Database, now: number): readonly StoredToken[] =>
  database
    .all<TokenRow>(
      'SELECT * FROM enroll_token WHERE uses_left > 0 AND revoked IS NULL AND expires > ? ORDER BY expires',
      now,
    )
    .map(asToken);

export const revokeToken = (database: Database, id: string): boolean =>
  database.run('UPDATE enroll_token SET revoked = ? WHERE id = ? AND revoked IS NULL', Date.now(), id) > 0;

/** Takes one use; false where none was left. */
export const spendToken = (database: Database, id: string): boolean =>
  database.run('UPDATE enroll_token SET uses_left = uses_left - 1 WHERE id = ? AND uses_left > 0', id) > 0;

/** What was answered to this key when it used the token. */
export const answerGiven = (database: Database, token: string, keyHash: string): string | undefined =>
  database.get<{ answer: string }>('SELECT answer FROM enroll_use WHERE token = ? AND key_hash = ?', token, keyHash)
    ?.answer;

export const noteAnswer = (database: Database, token: string, keyHash: string, answer: string): number =>
  database.run('INSERT INTO enroll_use (token, key_hash, answer) VALUES (?, ?, ?)', token, keyHash, answer);
