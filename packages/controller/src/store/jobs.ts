import type { AssignmentId, HostName, JobName, Json, RunId, UseName } from '@rolecall/protocol';
import type { Database } from './database.ts';

/**
 * What became of a job: `begun` may still go on where it was given to, `interrupted` was cut off in its middle. Of both nobody knows
 * whether they took effect.
 */
export type JobState = 'begun' | 'interrupted' | 'succeeded' | 'failed';

/** What the site remembers of one job. */
export interface JobRecord {
  readonly site: string;
  readonly use: UseName;
  readonly job: JobName;
  readonly state: JobState;
  /** What its last try was for. */
  readonly key: string | null;
  readonly run: RunId;
  /** Who was given it; nothing where it was found done. */
  readonly host: HostName | null;
  readonly assignment: AssignmentId | null;
  /** The host said that it took it on. */
  readonly accepted: boolean;
  /** When that was, in milliseconds since 1970. */
  readonly at: number;
  /** What its last command printed when it last succeeded, where that is to give something. */
  readonly printed: string | null;
  /** What it gave when it last succeeded. */
  readonly output: Json | undefined;
}

interface Row extends Omit<JobRecord, 'accepted' | 'output'> {
  readonly accepted: number;
  readonly output: string | null;
}

const asRecord = ({ accepted, output, ...row }: Row): JobRecord => ({
  ...row,
  accepted: accepted === 1,
  output: output === null ? undefined : (JSON.parse(output) as Json),
});

export const jobRecord = (database: Database, site: string, use: string, job: string): JobRecord | undefined => {
  const row = database.get<Row>('SELECT * FROM job_record WHERE site = ? AND use = ? AND job = ?', ...[site, use, job]);
  return row === undefined ? undefined : asRecord(row);
};

export const jobRecords = (database: Database): readonly JobRecord[] =>
  database.all<Row>('SELECT * FROM job_record ORDER BY site, use, job').map(asRecord);

type Begun = Pick<JobRecord, 'site' | 'use' | 'job' | 'key' | 'run' | 'host' | 'assignment'>;

/** It is about to be handed to a host: from now on, and until it is known to have ended, it may have taken effect. */
export function jobBegins(database: Database, { site, use, job, key, run, host, assignment }: Begun): void {
  database.run(
    `INSERT INTO job_record (site, use, job, state, key, run, host, assignment, at) VALUES (?, ?, ?, 'begun', ?, ?, ?, ?, ?)
     ON CONFLICT (site, use, job) DO UPDATE SET state = 'begun', key = excluded.key, run = excluded.run, host = excluded.host,
       assignment = excluded.assignment, accepted = 0, at = excluded.at`,
    ...[site, use, job, key, run, host, assignment, Date.now()],
  );
}

type Named = Pick<JobRecord, 'site' | 'use' | 'job'>;

/** How its last try ended; what it gave before counts no longer where it printed something new. */
export function jobEnds(database: Database, { site, use, job }: Named, state: JobState, printed?: string): void {
  const forgets = printed === undefined ? '' : ', printed = ?, output = NULL';
  database.run(
    `UPDATE job_record SET state = ?, at = ?${forgets} WHERE site = ? AND use = ? AND job = ?`,
    ...[state, Date.now(), ...(printed === undefined ? [] : [printed]), site, use, job],
  );
}

/** What it gives, made of what it printed. */
export function jobGives(database: Database, { site, use, job }: Named, output: Json): void {
  const sql = 'UPDATE job_record SET output = ? WHERE site = ? AND use = ? AND job = ?';
  database.run(sql, JSON.stringify(output), site, use, job);
}

/** Its use has another name now. */
export const renameJobs = (database: Database, site: string, from: string, to: string): void => {
  database.run('UPDATE OR IGNORE job_record SET use = ? WHERE site = ? AND use = ?', to, site, from);
};

/** It was found done, without having been carried out. */
export function jobFoundDone(
  database: Database,
  { site, use, job, key, run }: Pick<JobRecord, 'site' | 'use' | 'job' | 'key' | 'run'>,
): void {
  database.run(
    `INSERT INTO job_record (site, use, job, state, key, run, at) VALUES (?, ?, ?, 'succeeded', ?, ?, ?)
     ON CONFLICT (site, use, job) DO UPDATE SET state = 'succeeded', key = excluded.key, run = excluded.run, at = excluded.at`,
    ...[site, use, job, key, run, Date.now()],
  );
}

export const jobAccepted = (database: Database, assignment: AssignmentId): void => {
  database.run('UPDATE job_record SET accepted = 1 WHERE assignment = ?', assignment);
};

/** The job whose last try has this id, where it is not known how that ended. */
export const openJob = (database: Database, assignment: AssignmentId): JobRecord | undefined => {
  const row = database.get<Row>(
    "SELECT * FROM job_record WHERE assignment = ? AND state IN ('begun', 'interrupted')",
    assignment,
  );
  return row === undefined ? undefined : asRecord(row);
};

/** Nothing is left of its cluster: another one of that name begins with nothing done. */
export const forgetJobs = (database: Database, site: string, use: UseName): void => {
  database.run('DELETE FROM job_record WHERE site = ? AND use = ?', site, use);
};
