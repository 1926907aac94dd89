import { createHash } from 'node:crypto';
import type { Database } from '../store/database.ts';

/** One thing that somebody did, or was refused. */
export interface Deed {
  /** An operator's name, or `host NAME` for what a host did. */
  readonly operator: string;
  readonly verb: string;
  /** What it was done to; never a secret's value. */
  readonly subject: string;
}

export interface AuditRow extends Deed {
  readonly seq: number;
  readonly at: number;
  readonly hash: string;
}

/** What the first row is chained to. */
const START = '0'.repeat(64);
/** Subjects are for people; longer ones are cut. */
const MAX_SUBJECT = 4_096;

/** The record of all that was done: append only, each row's hash covers the row before, so that none can be changed alone. */
export class Audit {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Within a transaction it stands or falls with what it records. */
  record(deed: Deed): void {
    const short = { ...deed, subject: deed.subject.slice(0, MAX_SUBJECT) };
    this.#database.transaction(() => {
      const last = this.#database.get<AuditRow>('SELECT * FROM audit ORDER BY seq DESC LIMIT 1');
      const row = { seq: (last?.seq ?? 0) + 1, at: Date.now(), ...short };
      this.#database.run(
        'INSERT INTO audit (seq, at, operator, verb, subject, hash) VALUES (?, ?, ?, ?, ?, ?)',
        row.seq,
        row.at,
        row.operator,
        row.verb,
        row.subject,
        chain(last?.hash ?? START, row),
      );
    });
  }

  /** Newest first. */
  list(limit: number): AuditRow[] {
    return this.#database.all<AuditRow>('SELECT * FROM audit ORDER BY seq DESC LIMIT ?', limit);
  }

  /** The first row that was changed, or that follows one that is gone; nothing where the chain holds. */
  firstBreak(): number | undefined {
    let previous = START;
    let next = 1;
    for (const row of this.#database.each<AuditRow>('SELECT * FROM audit ORDER BY seq')) {
      if (row.seq !== next || row.hash !== chain(previous, row)) return row.seq;
      previous = row.hash;
      next++;
    }
    return undefined;
  }
}

const chain = (previous: string, row: Omit<AuditRow, 'hash'>): string =>
  createHash('sha256')
    .update(JSON.stringify([previous, row.seq, row.at, row.operator, row.verb, row.subject]))
    .digest('hex');
