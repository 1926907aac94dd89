import type { EvaluatorAnswer, EvaluatorCallOf, JobDocument, Json } from '@rolecall/protocol';
import { RoleError } from '../error.ts';
import { isJob, type Job, wishesOf } from '../job.ts';
import type { BuiltSite } from '../site.ts';
import { definitionOf, forHost, run } from './context.ts';
import { judged } from './questions.ts';

/** The jobs of a use as its role lists them for one host. */
function jobsOf(site: BuiltSite, call: EvaluatorCallOf<'jobs' | 'judgeJob' | 'jobOutput'>): readonly Job[] {
  const jobs: unknown = run(definitionOf(site, call.use).jobs, forHost(call), 'jobs');
  if (!Array.isArray(jobs) || !jobs.every(isJob)) {
    throw new RoleError('bad_role', '`jobs` must give a list of what job() and check() made');
  }
  for (const [index, job] of jobs.entries()) checkPlace(job, jobs.slice(0, index), call.peers);
  return jobs;
}

function checkPlace(job: Job, before: readonly Job[], peers: EvaluatorCallOf<'jobs'>['peers']): void {
  const refuse = (why: string) => new RoleError('bad_role', `the job ${job.name} ${why}`, { at: job.source });
  if (before.some(({ name }) => name === job.name)) throw refuse('is listed twice');
  const missing = job.after?.find((name) => !before.some((other) => other.name === name));
  if (missing !== undefined) throw refuse(`comes after ${missing}, which is not listed before it`);
  if (job.on !== null && !peers.some(({ name }) => name === job.on)) {
    throw refuse(`is to run on ${job.on}, which is no member`);
  }
}

function asDocument(job: Job, use: string, before: Job | undefined): JobDocument {
  const { name, form, after, on, key, done, outputs, source } = job;
  return {
    job: name as JobDocument['job'],
    form,
    after: (after ?? (before === undefined ? [] : [before.name])) as JobDocument['after'],
    locks: wishesOf(job, use),
    on,
    key,
    done: done?.ask ?? null,
    run: job.run.map(({ kind, key, params, source }) => ({ kind, key, params, source })) as JobDocument['run'],
    gives: outputs !== undefined,
    source,
  };
}

export const jobs = (site: BuiltSite, call: EvaluatorCallOf<'jobs'>): EvaluatorAnswer<'jobs'> =>
  jobsOf(site, call).map((job, index, all) => asDocument(job, call.use, all[index - 1]));

function theJob(site: BuiltSite, call: EvaluatorCallOf<'judgeJob' | 'jobOutput'>): Job {
  const found = jobsOf(site, call).find(({ name }) => name === call.job);
  if (found !== undefined) return found;
  throw new RoleError('bad_role', `${call.use} has no job ${call.job} on ${call.host}`);
}

export function judgeJob(site: BuiltSite, call: EvaluatorCallOf<'judgeJob'>): EvaluatorAnswer<'judgeJob'> {
  const { done } = theJob(site, call);
  return done === null ? { holds: false, why: 'it has no done-probe' } : judged(done, call.answer);
}

export const jobOutput = (site: BuiltSite, call: EvaluatorCallOf<'jobOutput'>): Json =>
  (theJob(site, call).outputs?.(call.stdout) ?? null) as Json;
