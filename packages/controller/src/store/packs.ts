import type { PackRow, Sha256 } from '@rolecall/protocol';
import type { Database } from './database.ts';

const COLUMNS = 'hash AS pack, kind, package, version, bytes, state, by, at';

/** All that are known, the newest word first. */
export const listPacks = (database: Database): PackRow[] =>
  database.all<PackRow>(`SELECT ${COLUMNS} FROM pack ORDER BY at DESC, hash`);

export const findPack = (database: Database, pack: Sha256): PackRow | undefined =>
  database.get<PackRow>(`SELECT ${COLUMNS} FROM pack WHERE hash = ?`, pack);

/** The pack that was made of this before. */
export const packMadeFrom = (database: Database, from: Sha256): Sha256 | undefined =>
  database.get<{ hash: Sha256 }>('SELECT hash FROM pack WHERE made_from = ?', from)?.hash;

/** Notes a pack that a site brought; one that is known keeps what was said to it. */
export const addPack = (database: Database, from: Sha256, row: Omit<PackRow, 'state' | 'by' | 'at'>): number =>
  database.run(
    `INSERT INTO pack (hash, made_from, kind, package, version, bytes, state, at) VALUES (?, ?, ?, ?, ?, ?, 'asked', ?)
     ON CONFLICT DO NOTHING`,
    row.pack,
    from,
    row.kind,
    row.package,
    row.version,
    row.bytes,
    Date.now(),
  );

/** When the next list is made: later than every one before it, whatever the clock did. */
export const nextListAt = (database: Database): number =>
  database.get<{ at: number }>('UPDATE pack_list SET at = max(at + 1, ?) RETURNING at', Date.now())?.at ?? Date.now();

export const judgePack = (database: Database, pack: Sha256, state: 'admitted' | 'revoked', by: string): number =>
  database.run('UPDATE pack SET state = ?, by = ?, at = ? WHERE hash = ?', state, by, Date.now(), pack);
