import type { HostName } from '@rolecall/protocol';
import type { PlanDeps } from './deps.ts';
import { judgeDone, type Work } from './done-question.ts';
import { askHost } from './observe.ts';
import type { Prepared, PreparedInstance } from './prepared.ts';

/** What a host says about whether a job or a step is done. */
export interface DoneAnswer {
  readonly is: 'done' | 'open' | 'unknown' | 'away';
  readonly why: string;
}

/** Asks one host whether a job or a step is done. What is not there yet is not done; what nobody can say is unknown. */
export async function askDone(
  { services }: PlanDeps,
  { evaluator }: Pick<Prepared, 'evaluator'>,
  found: PreparedInstance,
  { done }: Pick<Work, 'done'>,
  host: HostName,
): Promise<DoneAnswer> {
  if (done === null) return { is: 'open', why: 'it has no done-probe' };
  const [answer] = (await askHost(services, host, [done])) ?? [];
  if (answer === undefined) return { is: 'away', why: `${host} is away` };
  if (answer.is === 'unknown') return { is: 'unknown', why: answer.reason };
  const { holds, why } = await judgeDone(evaluator, found, host, answer);
  return holds ? { is: 'done', why: 'its done-probe holds' } : { is: 'open', why };
}
