import type { Fault } from '@rolecall/protocol';
import type { InstanceState } from './instance-state.ts';

/** What did not hold in time after something was done. */
export function notProven({ instance, job }: InstanceState, why: string | undefined): Fault {
  if (job === null) return { code: 'not_up', message: `${instance} was changed, but does not come up: ${why}` };
  return { code: 'not_done', message: `${job.use}.${job.name} was carried out, but is not done: ${why}` };
}

/** Nobody knows how a job ended whose host was lost. */
export const lostJob = ({ job, host }: InstanceState): Fault => ({
  code: 'job_unknown',
  message: `${host} was lost in the middle of ${job?.use}.${job?.name}, and has not come back in time`,
  hint: `it may go on there; apply again when ${host} is back, or say what became of it: controller jobs`,
});
