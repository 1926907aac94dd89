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

/** What came of looking at the whole chain. */
export interface Verified {
  /** So many rows hold, from the first one on. */
  readonly rows: number;
  /** The hash of the last of them. */
  readonly head: string;
  readonly broken: { readonly seq: number; readonly why: string } | null;
}

/** Rows that are looked at in one turn of the event loop. */
const PIECE = 1_000;
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

  /**
   * Reads the whole chain, in pieces so that others are served meanwhile. `known` is the hash of a row that was noted elsewhere: whoever
   * can write the store can make a chain anew, but not one with that hash in it.
   */
  async verify(known?: string): Promise<Verified> {
    let last: Pick<AuditRow, 'seq' | 'hash'> = { seq: 0, hash: START };
    let missesKnown = known !== undefined;
    for (;;) {
      const rows = this.#database.all<AuditRow>(
        'SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?',
        last.seq,
        PIECE,
      );
      for (const row of rows) {
        const why = breakBetween(last, row);
        if (why !== undefined) return { rows: last.seq, head: last.hash, broken: { seq: row.seq, why } };
        if (row.hash === known) missesKnown = false;
        last = row;
      }
      if (rows.length < PIECE) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    const broken = missesKnown
      ? { seq: last.seq, why: 'no row has the hash that was noted: rows were made anew or cut off' }
      : null;
    return { rows: last.seq, head: last.hash, broken };
  }
}

/** Why a row does not follow the one before it. */
function breakBetween(last: Pick<AuditRow, 'seq' | 'hash'>, row: AuditRow): string | undefined {
  const next = last.seq + 1;
  if (row.seq !== next) return row.seq === next + 1 ? `row ${next} is gone` : `rows ${next} to ${row.seq - 1} are gone`;
  if (row.hash !== chain(last.hash, row)) return 'it is not as it was written, or stands in another place';
  return undefined;
}

const chain = (previous: string, row: Omit<AuditRow, 'hash'>): string =>
  createHash('sha256')
    .update(JSON.stringify([previous, row.seq, row.at, row.operator, row.verb, row.subject]))
    .digest('hex');
