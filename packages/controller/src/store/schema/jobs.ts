import type { Migration } from '../migration.ts';

/** What became of each job, and who holds which lock. */
export const jobSchema: Migration = {
  id: 'jobs-1',
  sql: `
    CREATE TABLE job_record (
      site TEXT NOT NULL,
      use TEXT NOT NULL,
      job TEXT NOT NULL,
      state TEXT NOT NULL,
      key TEXT,
      run TEXT NOT NULL,
      host TEXT,
      assignment TEXT,
      accepted INTEGER NOT NULL DEFAULT 0,
      at INTEGER NOT NULL,
      printed TEXT,
      output TEXT,
      PRIMARY KEY (site, use, job)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE lock (
      name TEXT PRIMARY KEY,
      site TEXT NOT NULL,
      run TEXT NOT NULL,
      term INTEGER NOT NULL,
      holder TEXT NOT NULL,
      since INTEGER NOT NULL,
      kept INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;
  `,
};

/** Whether the holder of a lock has ended in its run, and the lock is kept for it: nobody waits for that to go on. */
export const leftLockSchema: Migration = {
  id: 'jobs-2',
  sql: 'ALTER TABLE lock ADD COLUMN ended INTEGER NOT NULL DEFAULT 0;',
};
