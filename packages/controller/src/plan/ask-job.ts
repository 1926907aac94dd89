import type { HostName, JobDocument } from '@rolecall/protocol';
import type { PlanDeps } from './deps.ts';
import { askHost } from './observe.ts';
import type { Prepared, UseContext } from './prepared.ts';

/** What a host says about whether a job is done. */
export interface DoneAnswer {
  readonly is: 'done' | 'open' | 'unknown' | 'away';
  readonly why: string;
}

/** Asks one host whether a job is done. What is not there yet is not done; what nobody can say is unknown. */
export async function askDone(
  { services }: PlanDeps,
  { evaluator }: Pick<Prepared, 'evaluator'>,
  context: UseContext,
  { job, done }: Pick<JobDocument, 'job' | 'done'>,
  host: HostName,
): Promise<DoneAnswer> {
  if (done === null) return { is: 'open', why: 'it has no done-probe' };
  const [answer] = (await askHost(services, host, [done])) ?? [];
  if (answer === undefined) return { is: 'away', why: `${host} is away` };
  if (answer.is === 'unknown') return { is: 'unknown', why: answer.reason };
  const { holds, why } = await evaluator.ask({ call: 'judgeJob', ...context, host, job, answer });
  return holds ? { is: 'done', why: 'its done-probe holds' } : { is: 'open', why };
}
