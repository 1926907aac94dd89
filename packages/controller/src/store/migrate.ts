import { ControllerError } from '../error.ts';
import { migrations } from './migrations.ts';

/** What a migration needs of the store. */
interface Store {
  exec(sql: string): void;
  all<R extends object>(sql: string): R[];
  run(sql: string, ...values: (string | number)[]): number;
  transaction<T>(work: () => T): T;
}

/** Runs what this store has not seen, in order and all in one transaction; refuses a store made by a newer release. */
export function migrate(database: Store): void {
  database.exec('CREATE TABLE IF NOT EXISTS migration (id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT');
  database.transaction(() => {
    const done = new Set(database.all<{ id: string }>('SELECT id FROM migration').map((row) => row.id));
    const known = new Set(migrations.map((migration) => migration.id));
    const stranger = [...done].find((id) => !known.has(id));
    if (stranger !== undefined) {
      throw new ControllerError('newer_store', `the store was made by a newer release: it knows "${stranger}"`, {
        hint: 'start the release that made it, or give another folder with --data',
      });
    }
    for (const migration of migrations) {
      if (done.has(migration.id)) continue;
      database.exec(migration.sql);
      database.run('INSERT INTO migration (id, at) VALUES (?, ?)', migration.id, Date.now());
    }
  });
}
