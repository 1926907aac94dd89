import { z } from 'zod';
import { Ask } from './ask.ts';
import { Declared } from './declared.ts';
import { HostName, JobName, UseName } from './ids.ts';
import { LockWish } from './lock.ts';
import { Source } from './source.ts';

/** Whether it is done once for each key, or asked at every apply and done where its done-probe says no. */
export const JobForm = z.enum(['job', 'check']);
export type JobForm = z.infer<typeof JobForm>;

/** Names what changed: a job that succeeded with a key is not run again with the same one. */
export const JobKey = z.string().min(1).max(200);

/** Work for a whole cluster, as its role declares it, for the member that carries it out. */
export const JobDocument = z.strictObject({
  job: JobName,
  form: JobForm,
  /** Jobs of the same use that must have succeeded before. */
  after: z.array(JobName).max(64),
  locks: z.array(LockWish).max(8),
  /** The member that must carry it out; any one where left open. */
  on: HostName.nullable(),
  key: JobKey.nullable(),
  /** Whether it is done: asked before, and again after it was carried out. */
  done: Ask.nullable(),
  run: z.array(Declared).min(1).max(64),
  /** It makes a value of what its last command printed. */
  gives: z.boolean(),
  source: Source,
});
export type JobDocument = z.infer<typeof JobDocument>;

/** A job as a node of a run: all that the scheduler must know of it. */
export const JobNode = z.strictObject({
  name: JobName,
  use: UseName,
  form: z.enum([...JobForm.options, 'step']),
  /** Members that may carry it out, in the order in which they are tried. */
  hosts: z.array(HostName).min(1),
  key: JobKey.nullable(),
  asks: z.boolean(),
  gives: z.boolean(),
  source: Source,
});
export type JobNode = z.infer<typeof JobNode>;
