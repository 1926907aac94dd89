import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { HostName } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import type { Database } from '../store/database.ts';
import { addToken, findToken, type StoredToken } from '../store/tokens.ts';

/** Scanners find leaked tokens by this. */
const PREFIX = 'rcj_';
const TOKEN = /^rcj_[A-Za-z0-9_-]{43}$/;

export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Makes a token of 256 random bits and answers it, for the only time. */
export function makeToken(
  database: Database,
  wanted: { host: HostName | null; labels: Readonly<Record<string, string>>; ttlMs: number; uses: number },
): { readonly id: string; readonly token: string; readonly expires: number } {
  const token = `${PREFIX}${randomBytes(32).toString('base64url')}`;
  const id = randomUUID().slice(0, 8);
  const expires = Date.now() + wanted.ttlMs;
  const { host, labels, uses } = wanted;
  addToken(database, hashOfToken(token), { id, host, labels, expires, usesLeft: uses });
  return { id, token, expires };
}

/** A token that is known here, whether or not it can still be used. */
export const lookUpToken = (database: Database, token: string): StoredToken | undefined =>
  TOKEN.test(token) ? findToken(database, hashOfToken(token)) : undefined;

/**
 * A token that still opens the way to the script and to what it fetches: a used one too, since the host that used it may have
 * been cut off in between.
 * @throws ControllerError with the one sentence that says why not.
 */
export function openToken(database: Database, token: string): StoredToken {
  const found = lookUpToken(database, token);
  if (found === undefined) throw unknownToken();
  if (found.revoked) throw refused('revoked_token', 'this token was revoked');
  if (found.expires <= Date.now()) {
    throw refused('expired_token', `this token expired at ${new Date(found.expires).toISOString()}`);
  }
  return found;
}

export const unknownToken = (): ControllerError =>
  refused('unknown_token', 'this token is not known to the controller');

export const refused = (code: string, message: string): ControllerError =>
  new ControllerError(code, message, { hint: 'make another with: controller enroll' });
