import { z } from 'zod';
import { HostName, InstanceId, JobName, RunId, UseName } from '../ids.ts';
import { LockName } from '../lock.ts';
import { answers } from './route.ts';

const site = z.string().max(63);

/** What is remembered of one job: of `begun` and `interrupted` ones nobody knows whether they took effect. */
export const JobRow = z.strictObject({
  site,
  use: UseName,
  job: JobName,
  state: z.enum(['begun', 'interrupted', 'succeeded', 'failed']),
  key: z.string().nullable(),
  run: RunId,
  host: HostName.nullable(),
  at: z.number(),
});
export type JobRow = z.infer<typeof JobRow>;

/** A lock that is held; by a run that goes on, or for a job of which nobody knows how it ended. */
export const LockRow = z.strictObject({
  name: LockName,
  site,
  run: RunId,
  holder: InstanceId,
  since: z.number(),
  open: z.boolean(),
});
export type LockRow = z.infer<typeof LockRow>;

/** Jobs of clusters, and locks. */
export const jobRoutes = {
  'jobs.list': answers('view', z.strictObject({}), z.array(JobRow)),
  /** Says what became of a job: it is done, or it is to be run again. The site may be left out where only one has such a job. */
  'jobs.settle': answers(
    'operate',
    z.strictObject({ use: UseName, job: JobName, site: site.nullable(), as: z.enum(['done', 'again']) }),
    z.strictObject({ site }),
  ),
  'locks.list': answers('view', z.strictObject({}), z.array(LockRow)),
  'locks.release': answers('operate', z.strictObject({ name: LockName }), z.strictObject({ released: z.boolean() })),
} as const;
