import type { AssignmentId, HostName, InstanceId, JobName, ResourceId, RunId, Stage, UseName } from './ids.ts';

export const instanceId = (use: string, host: string): InstanceId => `${use}@${host}` as InstanceId;

export const resourceId = (kind: string, key: string): ResourceId => `${kind}:${key}` as ResourceId;

/** The two halves of an instance's id; of a job's, its use and its host. */
export function partsOfInstance(instance: InstanceId): { readonly use: UseName; readonly host: HostName } {
  const at = instance.indexOf('@');
  const [use] = instance.slice(0, at).split('.');
  return { use: use as UseName, host: instance.slice(at + 1) as HostName };
}

/** A job on the host that carries it out. */
export const jobOn = (use: UseName, job: JobName, host: HostName): InstanceId => `${use}.${job}@${host}` as InstanceId;

/** A job, wherever it is carried out: `USE.JOB@-`, which no host can be called. */
export const jobId = (use: UseName, job: JobName): InstanceId => jobOn(use, job, '-' as HostName);

/** The job that an id is about; nothing for an instance. */
export function jobOf(instance: InstanceId): JobName | undefined {
  const [, job] = instance.slice(0, instance.indexOf('@')).split('.');
  return job as JobName | undefined;
}

/** What a run knows work by: an instance as it is, a job without its host. */
export function nodeOf(instance: InstanceId): InstanceId {
  const job = jobOf(instance);
  return job === undefined ? instance : jobId(partsOfInstance(instance).use, job);
}

/** What people call an instance (`redis@db-1`), a job (`cassandra.schema`) or all of a use. */
export const titleOf = (instance: InstanceId): string => (instance.endsWith('@-') ? instance.slice(0, -2) : instance);

export const assignmentId = (run: RunId, instance: InstanceId, stage: Stage, attempt: number): AssignmentId =>
  `${run}/${instance}/${stage}/${attempt}` as AssignmentId;

/** The four parts of an assignment's id. */
export function partsOfAssignment(assignment: AssignmentId): {
  readonly run: RunId;
  readonly instance: InstanceId;
  readonly stage: Stage;
  readonly attempt: number;
} {
  const [run, instance, stage, attempt] = assignment.split('/');
  return {
    run: run as RunId,
    instance: instance as InstanceId,
    stage: stage as Stage,
    attempt: Number(attempt),
  };
}
