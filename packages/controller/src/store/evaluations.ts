import type { Json } from '@rolecall/protocol';
import type { Evaluations } from '../site/evaluator/evaluator.ts';
import type { Database } from './database.ts';

/** Answers of bundles that nobody used for this long are dropped. */
const KEEP_MS = 30 * 86_400_000;

/** What sites answered before, by the hash of bundle, call and input. */
export function openEvaluations(database: Database): Evaluations {
  database.run('DELETE FROM evaluation WHERE at < ?', Date.now() - KEEP_MS);
  return {
    find(key) {
      const row = database.get<{ answer: string }>('SELECT answer FROM evaluation WHERE key = ?', key);
      return row === undefined ? undefined : (JSON.parse(row.answer) as Json);
    },
    keep(key, bundle, answer) {
      const sql = 'INSERT INTO evaluation (key, bundle, at, answer) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';
      database.run(sql, key, bundle, Date.now(), JSON.stringify(answer));
    },
  };
}
