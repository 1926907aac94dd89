import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ResourceError } from '@rolecall/resources/error';
import { codeOf } from '../error.ts';
import { writeDurably } from './durable.ts';
import { explained } from './files/failure.ts';

/** A moment since a start of the machine. */
export interface Moment {
  readonly bootId: string;
  /** CLOCK_MONOTONIC, microseconds. */
  readonly at: number;
}

/** One action that one resource asks of one service. */
export interface Debt {
  /** With its suffix: `redis-server.service`. */
  readonly service: string;
  readonly action: 'restart' | 'reload';
  readonly because: string;
  /** The resource may be in the middle of being written. */
  readonly isExpected: boolean;
  /** When it was written last, if it was. */
  readonly written?: Moment | undefined;
}

/** All debts, in one small file that is replaced whole and synced. */
export class OwedStore {
  readonly #path: string;
  #debts: readonly Debt[];

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#path = join(folder, 'owed.json');
    this.#debts = load(this.#path);
  }

  get debts(): readonly Debt[] {
    return this.#debts;
  }

  /** On disk when this returns; a failed write leaves all as it was. */
  replace(debts: readonly Debt[]): void {
    try {
      writeDurably(this.#path, `${JSON.stringify({ version: 1, debts }, undefined, 1)}\n`);
    } catch (thrown) {
      throw explained(thrown, 'Writing', this.#path, join(this.#path, '..'));
    }
    this.#debts = debts;
  }
}

function load(path: string): readonly Debt[] {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return [];
    throw new ResourceError('owed_unreadable', `What is owed to services cannot be read from ${path}`, {
      hint: 'Restart the services that this host runs for Rolecall, then remove the file.',
      cause,
    });
  }
}

function parse(text: string): readonly Debt[] {
  const { version, debts } = JSON.parse(text);
  if (version !== 1 || !Array.isArray(debts)) throw new Error('It has another form than this release writes');
  return debts;
}
