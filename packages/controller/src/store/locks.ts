import { excludedBy, type InstanceId, type LockName, type RunId } from '@rolecall/protocol';
import type { Database } from './database.ts';

/** A lock that somebody holds. */
export interface HeldLock {
  readonly name: LockName;
  readonly site: string;
  readonly run: RunId;
  /** The fencing number under which the run writes. */
  readonly term: number;
  /** A job, or `USE@-` for members of a use that are changed. */
  readonly holder: InstanceId;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** What it is held for was begun and is not known to have ended: it outlasts its run. */
  readonly kept: boolean;
  /** Whether its holder goes on: its run does, and it has not ended there. */
  readonly open: boolean;
}

export type Holder = Pick<HeldLock, 'site' | 'run' | 'term' | 'holder'>;

interface Row extends Omit<HeldLock, 'kept' | 'open'> {
  readonly kept: number;
  readonly running: number;
  readonly ended: number;
}

/** Every lock that counts: a run that has ended holds nothing but what it kept. */
export const heldLocks = (database: Database): readonly HeldLock[] =>
  database
    .all<Row>(
      `SELECT lock.*, (run.finished IS NULL AND run.id IS NOT NULL) AS running FROM lock LEFT JOIN run ON run.id = lock.run
       WHERE kept = 1 OR (run.id IS NOT NULL AND run.finished IS NULL) ORDER BY name`,
    )
    .map(({ kept, running, ended, ...row }) => ({ ...row, kept: kept === 1, open: running === 1 && ended === 0 }));

/** What is held beside those that go on in a run: by other runs, and for those of its own that have ended. */
export const heldBeside = (database: Database, run: RunId): readonly HeldLock[] =>
  heldLocks(database).filter((lock) => lock.run !== run || !lock.open);

/** Whether a lock is held by the same: one holder of a run, or the same job of a later run, once it has ended in the former. */
export const isSameHolder = (held: HeldLock, by: Holder): boolean =>
  held.holder === by.holder && held.site === by.site && (held.run === by.run || !held.open);

/** The lock that somebody else holds and that keeps this one from being taken; nothing where it may be. */
export const inTheWay = (held: readonly HeldLock[], name: LockName, by: Holder): HeldLock | undefined => {
  const excluded = excludedBy(name);
  return held.find((other) => excluded.includes(other.name) && !isSameHolder(other, by));
};

/** Takes all of these or none. Call it in the transaction that says what they are for. */
export function takeLocks(database: Database, by: Holder, names: readonly LockName[]): boolean {
  if (names.length === 0) return true;
  const held = heldLocks(database);
  if (names.some((name) => inTheWay(held, name, by) !== undefined)) return false;
  for (const name of names) {
    database.run(
      `INSERT INTO lock (name, site, run, term, holder, since) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET site = excluded.site, run = excluded.run, term = excluded.term, holder = excluded.holder, ended = 0,
         since = CASE WHEN run = excluded.run THEN since ELSE excluded.since END`,
      ...[name, by.site, by.run, by.term, by.holder, Date.now()],
    );
  }
  return true;
}

/** Its work is handed out: its locks stay until that is known to have ended, whatever becomes of the run. */
export const keepLocks = (database: Database, run: RunId, holder: InstanceId): void => {
  database.run('UPDATE lock SET kept = 1 WHERE run = ? AND holder = ?', run, holder);
};

/** Lets go of what one holder has. */
export const dropLocks = (database: Database, run: RunId, holder: InstanceId): void => {
  database.run('DELETE FROM lock WHERE run = ? AND holder = ?', run, holder);
};

/** Lets go of what a run has for holders that no longer need it. What is kept for one that has ended stays, and nobody waits for that one. */
export function releaseLocks(database: Database, run: RunId, holding: ReadonlySet<InstanceId>): void {
  const open = database.all<{ holder: InstanceId }>(
    'SELECT DISTINCT holder FROM lock WHERE run = ? AND ended = 0',
    run,
  );
  for (const { holder } of open) {
    if (holding.has(holder)) continue;
    database.run('DELETE FROM lock WHERE run = ? AND holder = ? AND kept = 0', run, holder);
    database.run('UPDATE lock SET ended = 1 WHERE run = ? AND holder = ?', run, holder);
  }
}

/** A run has ended: what it did not keep is free. */
export const releaseRun = (database: Database, run: RunId): void => {
  database.run('DELETE FROM lock WHERE run = ? AND kept = 0', run);
};

/** Whoever has it loses it. True where somebody had. */
export const breakLock = (database: Database, name: LockName): boolean =>
  database.get('DELETE FROM lock WHERE name = ? RETURNING name', name) !== undefined;

/** What was kept for a job is let go once it is known what became of it; a run that goes on with it still holds it. */
export function dropKept(database: Database, site: string, holder: InstanceId): void {
  database.run('UPDATE lock SET kept = 0 WHERE site = ? AND holder = ?', site, holder);
  database.run(
    'DELETE FROM lock WHERE site = ? AND holder = ? AND (ended = 1 OR run IN (SELECT id FROM run WHERE finished IS NOT NULL))',
    ...[site, holder],
  );
}
