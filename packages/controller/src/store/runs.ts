import type { RunEvent, RunEventOf, RunId, RunRow, StoredEvent } from '@rolecall/protocol';
import type { Database } from './database.ts';
import { releaseRun } from './locks.ts';

interface EventRow {
  readonly seq: number;
  readonly at: number;
  readonly body: string;
}

/** Begins a run with its first event. */
export function createRun(database: Database, body: RunEventOf<'created'>): StoredEvent {
  return database.transaction(() => {
    const sql = 'INSERT INTO run (id, mode, site, operator, started) VALUES (?, ?, ?, ?, ?)';
    database.run(sql, body.run, body.mode, body.site, body.operator, Date.now());
    return appendEvent(database, body.run, body);
  });
}

/** Adds one event to a run; a `finished` one also ends the run's row. */
export function appendEvent(database: Database, run: RunId, body: RunEvent): StoredEvent {
  return database.transaction(() => {
    const last = database.get<{ seq: number | null }>('SELECT max(seq) AS seq FROM run_event WHERE run = ?', run);
    const event = { seq: (last?.seq ?? 0) + 1, at: Date.now(), body };
    const sql = 'INSERT INTO run_event (run, seq, at, body) VALUES (?, ?, ?, ?)';
    database.run(sql, run, event.seq, event.at, JSON.stringify(body));
    if (body.event === 'finished') {
      releaseRun(database, run);
      database.run('UPDATE run SET finished = ?, outcome = ? WHERE id = ?', event.at, body.outcome, run);
    }
    return event;
  });
}

/** The events of a run after a place in it. */
export const eventsOf = (database: Database, run: RunId, after = 0): readonly StoredEvent[] =>
  database
    .all<EventRow>('SELECT seq, at, body FROM run_event WHERE run = ? AND seq > ? ORDER BY seq', run, after)
    .map(({ seq, at, body }) => ({ seq, at, body: JSON.parse(body) as RunEvent }));

/** How a run began. */
export function createdOf(database: Database, run: RunId): RunEventOf<'created'> | undefined {
  const row = database.get<{ body: string }>('SELECT body FROM run_event WHERE run = ? AND seq = 1', run);
  return row === undefined ? undefined : (JSON.parse(row.body) as RunEventOf<'created'>);
}

const COLUMNS = 'id AS run, mode, site, operator, started, finished, outcome';

/** The latest runs, newest first. */
export const listRuns = (database: Database, limit: number): readonly RunRow[] =>
  database
    .all<RunRow>(`SELECT ${COLUMNS} FROM run ORDER BY started DESC, id DESC LIMIT ?`, limit)
    .map((row) => ({ ...row }));

/** Runs that have not finished, oldest first. */
export const openRuns = (database: Database): readonly RunRow[] =>
  database.all<RunRow>(`SELECT ${COLUMNS} FROM run WHERE finished IS NULL ORDER BY started`).map((row) => ({ ...row }));

export const findRun = (database: Database, run: RunId): RunRow | undefined =>
  database.get<RunRow>(`SELECT ${COLUMNS} FROM run WHERE id = ?`, run);
