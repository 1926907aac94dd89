import type { AssignmentId, HostName, InstanceId, ResourceId, RunId, Stage, UseName } from './ids.ts';

export const instanceId = (use: string, host: string): InstanceId => `${use}@${host}` as InstanceId;

export const resourceId = (kind: string, key: string): ResourceId => `${kind}:${key}` as ResourceId;

/** The two halves of an instance's id. */
export function partsOfInstance(instance: InstanceId): { readonly use: UseName; readonly host: HostName } {
  const at = instance.indexOf('@');
  return { use: instance.slice(0, at) as UseName, host: instance.slice(at + 1) as HostName };
}

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
