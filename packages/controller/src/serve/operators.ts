import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Access } from '@rolecall/protocol';
import { writeDurably } from '../store/write-file.ts';

/** Somebody who may call verbs. */
export interface Operator {
  readonly name: string;
  readonly access: Access;
}

/** Scanners find leaked tokens by this. */
const PREFIX = 'rco_';

/** Knows operators by their tokens. There is one so far: whoever can read the token in the controller's data folder. */
export class Operators {
  readonly #hash: Buffer;

  constructor(data: string) {
    const file = join(data, 'operator.token');
    if (!existsSync(file)) writeDurably(file, `${PREFIX}${randomBytes(32).toString('base64url')}\n`, 0o600);
    this.#hash = hashOf(readFileSync(file, 'utf8').trim());
  }

  /** The operator behind an `Authorization` header. */
  identify(header: string | undefined): Operator | undefined {
    const token = bearer(header);
    if (token === undefined || !timingSafeEqual(hashOf(token), this.#hash)) return undefined;
    return { name: 'admin', access: 'admin' };
  }
}

/** The token of an `Authorization: Bearer` header. */
export const bearer = (header: string | undefined): string | undefined =>
  /^Bearer (\S{1,200})$/.exec(header ?? '')?.[1];

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
