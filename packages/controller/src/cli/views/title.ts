import type { InstanceId } from '@rolecall/protocol';
import { jobOf, partsOfInstance } from '@rolecall/protocol/id-parts';
import type { InstanceView } from './model.ts';

/** What people call an instance, or a job: `redis@db-1`, `cassandra.schema`. */
export function titleOf(instance: InstanceId): string {
  const job = jobOf(instance);
  return job === undefined ? instance : `${partsOfInstance(instance).use}.${job}`;
}

/** The same with the member that carries a job out. */
export const fullTitle = ({ instance, job, host }: InstanceView): string =>
  job === undefined ? instance : `${job.form} ${titleOf(instance)} on ${host}`;
