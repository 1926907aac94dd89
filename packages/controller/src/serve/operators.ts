import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Access } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import type { Database } from '../store/database.ts';
import { addOperator, noteOperator, operatorNamed, operatorOf, revokeOperator } from '../store/operators.ts';
import { writeDurably } from '../store/write-file.ts';

/** Somebody who may call verbs. */
export interface Operator {
  readonly name: string;
  readonly access: Access;
  /** When the token ends, in milliseconds since 1970; nothing where it does not. */
  readonly expires: number | null;
}

/** Scanners find leaked tokens by this. */
const PREFIX = 'rco_';
/** The longest that a timer can wait; no call is open for so long. */
const MAX_TIMER_MS = 2 ** 31 - 1;
/** Whoever can read the token in the controller's data folder: nobody else has this name. */
const OWNER: Operator = { name: 'admin', access: 'admin', expires: null };

/** Knows operators by their tokens: that of the data folder, and those that were made for others. */
export class Operators {
  readonly #database: Database;
  readonly #hash: Buffer;
  /** What ends with an operator's token. */
  readonly #calls = new Map<string, Set<() => void>>();

  constructor(database: Database, data: string) {
    this.#database = database;
    const file = join(data, 'operator.token');
    if (!existsSync(file)) writeDurably(file, `${newToken()}\n`, 0o600);
    this.#hash = hashOf(readFileSync(file, 'utf8').trim());
  }

  /** The operator behind an `Authorization` header, as things stand now. */
  identify(header: string | undefined): Operator | undefined {
    const token = bearer(header);
    if (token === undefined) return undefined;
    const hash = hashOf(token);
    if (timingSafeEqual(hash, this.#hash)) return OWNER;
    const stored = operatorOf(this.#database, hash.toString('hex'));
    const now = Date.now();
    if (stored === undefined || stored.revoked !== null || (stored.expires ?? now + 1) <= now) return undefined;
    noteOperator(this.#database, stored.name, now);
    return { name: stored.name, access: stored.access, expires: stored.expires };
  }

  /**
   * Makes a token of 256 random bits and answers it, for the only time.
   * @throws ControllerError `name_taken`
   */
  create(name: string, access: Access, expires: number | null): string {
    if (name === OWNER.name || operatorNamed(this.#database, name) !== undefined) {
      throw new ControllerError('name_taken', `there is or was a token named ${name}`, {
        hint: 'a name is never given twice, so that the audit chain speaks of one operator: take another, such as one with a year in it',
      });
    }
    const token = newToken();
    addOperator(this.#database, hashOf(token).toString('hex'), { name, access, created: Date.now(), expires });
    return token;
  }

  /** Makes a token useless, and ends what is being done with it; false where there is none. */
  revoke(name: string): boolean {
    const revoked = revokeOperator(this.#database, name);
    for (const end of this.#calls.get(name) ?? []) end();
    return revoked;
  }

  /** Calls `end` when this operator's token is revoked or expires. Answers how to forget that. */
  onEnd({ name, expires }: Operator, end: () => void): () => void {
    const calls = this.#calls.get(name) ?? new Set();
    this.#calls.set(name, calls.add(end));
    const expired = expires === null ? undefined : setTimeout(end, Math.min(expires - Date.now(), MAX_TIMER_MS));
    return () => {
      clearTimeout(expired);
      calls.delete(end);
      if (calls.size === 0) this.#calls.delete(name);
    };
  }
}

/** The token of an `Authorization: Bearer` header. */
export const bearer = (header: string | undefined): string | undefined =>
  /^Bearer (\S{1,200})$/.exec(header ?? '')?.[1];

const newToken = (): string => `${PREFIX}${randomBytes(32).toString('base64url')}`;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
