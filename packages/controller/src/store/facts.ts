import type { Facts, HostName, Json, Sha256 } from '@rolecall/protocol';
import type { Database } from './database.ts';

/** What a host last said about itself, and when (milliseconds since 1970). */
export interface StoredFacts {
  readonly hash: Sha256;
  readonly at: number;
  readonly facts: Facts;
}

interface FactsRow {
  readonly host: HostName;
  readonly hash: Sha256;
  readonly at: number;
  readonly document: string;
}

const parsed = ({ hash, at, document }: FactsRow): StoredFacts => ({ hash, at, facts: JSON.parse(document) as Facts });

export function factsOf(database: Database, host: string): StoredFacts | undefined {
  const row = database.get<FactsRow>('SELECT * FROM facts WHERE host = ?', host);
  return row === undefined ? undefined : parsed(row);
}

export const factsHashOf = (database: Database, host: string): Sha256 | undefined =>
  database.get<{ hash: Sha256 }>('SELECT hash FROM facts WHERE host = ?', host)?.hash;

/** Replaces a host's facts and the index of its plain values. */
export function putFacts(database: Database, host: HostName, hash: Sha256, facts: Facts): void {
  database.transaction(() => {
    database.run(
      `INSERT INTO facts (host, hash, at, document) VALUES (?, ?, ?, ?)
       ON CONFLICT (host) DO UPDATE SET hash = excluded.hash, at = excluded.at, document = excluded.document`,
      host,
      hash,
      Date.now(),
      JSON.stringify(facts),
    );
    database.run('DELETE FROM fact_index WHERE host = ?', host);
    for (const { path, value } of plainValues(facts as Json, '')) {
      const number = typeof value === 'string' ? null : Number(value);
      database.run(
        'INSERT INTO fact_index (host, path, text, num) VALUES (?, ?, ?, ?)',
        host,
        path,
        String(value),
        number,
      );
    }
  });
}

/** Every plain value that is not within a list. */
function plainValues(value: Json, path: string): readonly { path: string; value: string | number | boolean }[] {
  if (value === null || Array.isArray(value)) return [];
  if (typeof value !== 'object') return [{ path, value }];
  if (Object.hasOwn(value, 'unknown')) return [];
  return Object.entries(value as { readonly [key: string]: Json }).flatMap(([name, inner]) =>
    plainValues(inner, path === '' ? name : `${path}.${name}`),
  );
}

/** Hosts whose plain value at a path fits a condition on `text` and `num`. */
export const hostsIndexed = (
  database: Database,
  path: string,
  condition: string,
  ...values: readonly (string | number)[]
): ReadonlySet<string> =>
  new Set(
    database
      .all<{ host: string }>(`SELECT host FROM fact_index WHERE path = ? AND (${condition})`, path, ...values)
      .map((row) => row.host),
  );
