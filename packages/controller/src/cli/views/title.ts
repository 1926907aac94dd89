import { titleOf } from '@rolecall/protocol/id-parts';
import type { InstanceView } from './model.ts';

/** An instance, or a job with the member that carries it out: `redis@db-1`, `job cassandra.schema on db-2`. */
export const fullTitle = ({ instance, job, host }: InstanceView): string =>
  job === undefined ? instance : `${job.form} ${titleOf(instance)} on ${host}`;
