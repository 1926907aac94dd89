import type { Change, JobNode, RunEventOf } from '@rolecall/protocol';
import { faultOf } from '../fault.ts';
import type { JobRecord } from '../store/jobs.ts';
import { askDone } from './ask-job.ts';
import type { PlanDeps } from './deps.ts';
import { workOn } from './done-question.ts';
import { hasSucceeded, recordOfJob } from './jobs.ts';
import type { Prepared, PreparedInstance } from './prepared.ts';

type Planned = RunEventOf<'planned'>;

/** Whether a job would be carried out: by what is remembered of it, and by its done-probe where a member can be asked now. */
export async function readJob(
  deps: PlanDeps,
  { evaluator, site }: Pick<Prepared, 'evaluator' | 'site'>,
  found: PreparedInstance,
  job: JobNode,
): Promise<Planned> {
  const { instance, context } = found;
  // What is only asked changes nothing.
  if (found.step !== undefined && found.step.document.does !== 'run') return planned(instance, null);
  const record = recordOfJob(deps.services.database, site, job.use, job.name);
  const host = job.hosts.find((name) => deps.services.hub.isLinked(name));
  const done = hasSucceeded(record, job.key) && job.key !== null;
  if (context === null || !job.asks) return planned(instance, done ? null : change(job, record, whyOpen(job, record)));
  if (host === undefined) return { ...planned(instance, null), outcome: 'unreachable', fault: nobody(job) };
  try {
    const answer = await askDone(deps, { evaluator }, found, await workOn(evaluator, found, host), host);
    const open = answer.is === 'open' && done ? `done once with this key, but: ${answer.why}` : answer.why;
    const why = answer.is === 'open' ? open : `asked again when its turn comes: ${answer.why}`;
    return planned(instance, answer.is === 'done' ? null : change(job, record, why));
  } catch (error) {
    return { ...planned(instance, null), outcome: 'failed', fault: faultOf(error) };
  }
}

function whyOpen({ key }: JobNode, record: JobRecord | undefined): string {
  if (record === undefined) return 'never run';
  if (record.state === 'begun' || record.state === 'interrupted') {
    return `run ${record.run} began it on ${record.host}, and nobody knows whether it took effect`;
  }
  return record.state === 'failed' && record.key === key ? `it failed in run ${record.run}` : 'its key is another one';
}

function change({ name, key, form, source }: JobNode, record: JobRecord | undefined, reason: string): Change {
  const was = record?.key ?? null;
  const differences = key === was ? [] : [{ how: 'value' as const, property: 'key', from: was, to: key }];
  return {
    index: 0,
    kind: form as Change['kind'],
    key: name,
    action: 'run',
    differences,
    reason: reason.slice(0, 1024),
    source,
  };
}

const planned = (instance: Planned['instance'], change: Change | null): Planned => ({
  event: 'planned',
  instance,
  outcome: change === null ? 'ok' : 'changed',
  changes: change === null ? [] : [change],
  okCount: change === null ? 1 : 0,
  drains: false,
  simulated: null,
  warnings: [],
  fault: null,
});

const nobody = ({ hosts }: JobNode) => ({
  code: 'unreachable',
  message: `none of the members that may carry it out is linked: ${hosts.slice(0, 8).join(', ')}`,
  hint: 'look at them: controller hosts',
});
