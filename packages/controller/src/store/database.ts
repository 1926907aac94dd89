import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { migrate } from './migrate.ts';

/** A row as SQLite gives it; each subject's module names the columns that it asked for. */
export type Value = SQLInputValue;

/** How long a statement waits for another process's short lock (a backup, an inspecting shell). */
const BUSY_MS = 5_000;
/** More distinct statements than the whole controller has. */
const MAX_STATEMENTS = 1_000;

/**
 * The controller's store. Every commit is on disk before it returns (`synchronous=FULL`: with NORMAL a power cut lost
 * acknowledged rows), so what was committed may be acknowledged.
 */
export class Database {
  readonly #sqlite: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;
  #undone = 0;

  /** Opens or creates the file and brings its tables up to date. */
  constructor(file: string) {
    this.#sqlite = new DatabaseSync(file);
    this.#sqlite.exec(`
      PRAGMA busy_timeout = ${BUSY_MS};
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA foreign_keys = ON;
    `);
    migrate(this);
  }

  /** The first row, or nothing. */
  get<R extends object>(sql: string, ...values: Value[]): R | undefined {
    return this.#prepare(sql).get(...values) as R | undefined;
  }

  all<R extends object>(sql: string, ...values: Value[]): R[] {
    return this.#prepare(sql).all(...values) as R[];
  }

  /** Rows one by one, for results that need not fit in memory. */
  each<R extends object>(sql: string, ...values: Value[]): Iterable<R> {
    return this.#sqlite.prepare(sql).iterate(...values) as Iterable<R>;
  }

  /** Changes rows and answers how many. */
  run(sql: string, ...values: Value[]): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  /** Statements without values, such as those of a migration. */
  exec(sql: string): void {
    this.#sqlite.exec(sql);
  }

  /** Whether what is written now may still be undone. */
  get inTransaction(): boolean {
    return this.#depth > 0;
  }

  /** How often something that was written was undone: what was read before the last time may never have been. */
  get undone(): number {
    return this.#undone;
  }

  /**
   * All of `work` or nothing of it; `work` must not wait for anything. One within another is a savepoint: where it throws,
   * only its own changes are undone.
   */
  transaction<T>(work: () => T): T {
    const name = `depth_${this.#depth}`;
    const outermost = this.#depth === 0;
    this.#sqlite.exec(outermost ? 'BEGIN IMMEDIATE' : `SAVEPOINT ${name}`);
    this.#depth++;
    try {
      const result = work();
      this.#sqlite.exec(outermost ? 'COMMIT' : `RELEASE ${name}`);
      return result;
    } catch (error) {
      this.#undone++;
      // SQLite may have rolled back by itself, on a full disk for instance.
      if (this.#sqlite.isTransaction) {
        this.#sqlite.exec(outermost ? 'ROLLBACK' : `ROLLBACK TO ${name}; RELEASE ${name}`);
      }
      throw error;
    } finally {
      this.#depth--;
    }
  }

  close(): void {
    if (!this.#sqlite.isOpen) return;
    this.#statements.clear();
    this.#sqlite.close();
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
    const made = this.#sqlite.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }
}
