import type { Input } from '@rolecall/protocol';
import { jobId } from '@rolecall/protocol/id-parts';
import type { Handlers } from '../api/handler.ts';
import { ControllerError } from '../error.ts';
import type { Services } from '../serve/services.ts';
import type { Database } from '../store/database.ts';
import { type JobRecord, jobEnds, jobRecords } from '../store/jobs.ts';
import { breakLock, dropKept, type HeldLock, heldLocks } from '../store/locks.ts';
import { findRun } from '../store/runs.ts';

/** The verbs about jobs and locks. */
export const jobHandlers = ({
  database,
  audit,
}: Services): Handlers<'jobs.list' | 'jobs.settle' | 'locks.list' | 'locks.release'> => ({
  'jobs.list': () =>
    jobRecords(database).map(({ site, use, job, state, key, run, host, at }) => ({
      ...{ site, use, job, state, key, run, host, at },
    })),
  'jobs.settle': (wanted, { operator }) => {
    const record = theJob(database, wanted);
    refuseAtWork(database, record);
    database.transaction(() => {
      audit.record({ operator, verb: `jobs.${wanted.as}`, subject: `${record.site} ${record.use}.${record.job}` });
      jobEnds(database, record, wanted.as === 'done' ? 'succeeded' : 'failed');
      dropKept(database, record.site, jobId(record.use, record.job));
    });
    return { site: record.site };
  },
  'locks.list': () =>
    heldLocks(database).map(({ name, site, run, holder, since, open }) => ({ name, site, run, holder, since, open })),
  'locks.release': ({ name }, { operator }) => {
    const held = heldLocks(database).find((lock) => lock.name === name);
    if (held?.open === true) throw stillHeld(held);
    audit.record({ operator, verb: 'locks.release', subject: name });
    return { released: breakLock(database, name) };
  },
});

function theJob(database: Database, { use, job, site }: Input<'jobs.settle'>): JobRecord {
  const found = jobRecords(database).filter(
    (one) => one.use === use && one.job === job && (site === null || one.site === site),
  );
  const [record, another] = found;
  const hint = 'controller jobs lists them';
  if (record === undefined) throw new ControllerError('no_job', `nothing is known of a job ${use}.${job}`, { hint });
  if (another === undefined) return record;
  const sites = found.map((one) => one.site).join(', ');
  throw new ControllerError('ambiguous', `several sites have a job ${use}.${job}: ${sites}`, {
    hint: 'name one with --site',
  });
}

/** While its run goes on, that says itself what becomes of it. */
function refuseAtWork(database: Database, { run, use, job, state }: JobRecord): void {
  if (state !== 'begun' || findRun(database, run)?.finished !== null) return;
  throw new ControllerError('job_at_work', `${use}.${job} is carried out right now, in run ${run}`, {
    hint: `look at it with: controller runs show ${run} --follow`,
  });
}

const stillHeld = ({ name, run, site }: HeldLock): ControllerError =>
  new ControllerError('lock_held', `${name} is held by run ${run} of ${site}, which goes on`, {
    hint: `end that run first: controller runs cancel ${run}`,
  });
