import type { Answer, Ask, Declared, HostName, JobName, Sha256 } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import type { Evaluator } from '../site/evaluator/evaluator.ts';
import { jobFor } from './jobs.ts';
import type { PreparedInstance } from './prepared.ts';

/** What is done once for a cluster, be it a job or a step of a recipe: what is run, and what tells whether it is done. */
export interface Work {
  readonly job: JobName;
  readonly run: readonly Declared[];
  readonly done: Ask | null;
  /** What its host may fetch of the controller's. */
  readonly fetches: readonly Sha256[];
}

/** Whether an answer is good enough, as the role says. */
type Verdict = { readonly holds: boolean; readonly why: string };

/** What a job or a step is for the member that carries it out. */
export async function workOn(evaluator: Evaluator, found: PreparedInstance, host: HostName): Promise<Work> {
  const { job, step, context, instance } = found;
  if (step !== undefined) {
    const { document } = step;
    if (document.does === 'run')
      return { job: document.name, run: document.run, done: document.done, fetches: document.fetches };
    if ('ask' in document) return { job: document.name, run: [], done: document.ask, fetches: [] };
  }
  if (job !== null && context !== null) return { ...(await jobFor(evaluator, context, job, host)), fetches: [] };
  throw new ControllerError('not_known', `what ${instance} does on ${host} is not known`);
}

export async function judgeDone(
  evaluator: Evaluator,
  { context, job, step, instance }: PreparedInstance,
  host: HostName,
  answer: Answer,
): Promise<Verdict> {
  if (context === null || job === null) return { holds: false, why: `${instance} is not known` };
  const asked = { ...context, answer };
  return step === undefined
    ? evaluator.ask({ call: 'judgeJob', ...asked, host, job: job.name })
    : evaluator.ask({ call: 'judgeStep', ...asked, wish: step.wish, step: job.name });
}
