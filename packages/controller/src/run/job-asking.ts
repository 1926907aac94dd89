import { setTimeout as pauseFor } from 'node:timers/promises';
import type { Fault, HostName, JobNode } from '@rolecall/protocol';
import {
  askDone,
  hasSucceeded,
  notMet,
  type PlanDeps,
  type Prepared,
  type PreparedInstance,
  probeOf,
  type Work,
  workOn,
} from '../plan/index.ts';
import type { JobRecord } from '../store/jobs.ts';

/** What asking about a job came to. */
export type AskedOf =
  | { readonly is: 'done' | 'open'; readonly why: string }
  /** The member that it was given to is away, and nothing was begun there. */
  | { readonly is: 'away' }
  | { readonly is: 'stuck'; readonly outcome: 'failed' | 'unknown'; readonly fault: Fault };

export interface Asking {
  readonly planning: PlanDeps;
  readonly prepared: Prepared;
  readonly found: PreparedInstance;
  /** The member that carries it out, where the run has it. */
  readonly member: PreparedInstance | undefined;
  readonly job: JobNode;
  readonly host: HostName;
  record(): JobRecord | undefined;
  /** Asks the host that has the last try how that ended; its answer comes into the record. */
  recall(record: JobRecord): void;
  isAway(host: HostName): boolean;
  tell(why: string): void;
  readonly abort: AbortSignal;
  /** For an answer that nobody can give yet, and for the cluster to be whole, in milliseconds. */
  readonly limitMs: number;
}

const LOOK_MS = 500;
const LONGEST_LOOK_MS = 15_000;
const RECALL_MS = 5_000;

/**
 * Whether a job is to be carried out now: not where it is done, and not where a former try may still go on, or may have taken effect
 * without anybody who can tell.
 */
export async function askAbout(asking: Asking): Promise<AskedOf> {
  const { job, host, isAway } = asking;
  if (isAway(host)) return { is: 'away' };
  const document = await workOn(asking.prepared.evaluator, asking.found, host);
  if (document.run.length === 0) return waitFor(asking, document);
  await settleFormer(asking);
  const record = asking.record();
  if (hasSucceeded(record, job.key) && job.key !== null && !job.asks) {
    return { is: 'done', why: `it succeeded in run ${record.run}` };
  }
  const answer = job.asks
    ? await pollDone(asking, document)
    : { is: 'open' as const, why: 'it was not run with this key' };
  if (answer.is === 'away') return { is: 'away' };
  if (answer.is === 'unknown') return failed('not_asked', `nobody can say whether it is done: ${answer.why}`);
  if (answer.is === 'done') return { is: 'done', why: answer.why };
  return unsettled(asking, record) ?? (await notWhole(asking)) ?? { is: 'open', why: answer.why };
}

const failed = (code: string, message: string): AskedOf => ({
  is: 'stuck',
  outcome: 'failed',
  fault: { code, message },
});

/** A step that only asks: until it holds, or its time is over. Each new reason is told once. */
async function waitFor(asking: Asking, document: Work): Promise<AskedOf> {
  const { planning, prepared, found, host, abort } = asking;
  const until = performance.now() + asking.limitMs;
  let told = '';
  for (let pause = LOOK_MS; ; pause = Math.min(LONGEST_LOOK_MS, pause * 1.5)) {
    const { is, why } = await askDone(planning, prepared, found, document, host);
    if (is === 'done') return { is: 'done', why: 'it holds' };
    if (is === 'away') return { is: 'away' };
    if (performance.now() > until || abort.aborted) return notHeld(found, why);
    if (why !== told) asking.tell(why);
    told = why;
    await pauseFor(pause, undefined, { signal: abort }).catch(() => undefined);
  }
}

function notHeld({ step, instance }: PreparedInstance, why: string): AskedOf {
  if (step?.document.does === 'require') return { is: 'stuck', outcome: 'failed', fault: notMet(step, why).toFault() };
  return failed('not_in_time', `it still does not hold that ${step?.node.title ?? instance}: ${why}`);
}

/** Waits for a former try whose host can be asked: it may go on there. */
async function settleFormer(asking: Asking): Promise<void> {
  let recalled = Number.NEGATIVE_INFINITY;
  for (let told = false; !asking.abort.aborted; told = true) {
    const record = asking.record();
    if (record?.state !== 'begun' || record.host === null || asking.isAway(record.host)) return;
    const now = performance.now();
    if (now - recalled > RECALL_MS) {
      asking.recall(record);
      recalled = now;
    } else if (!told) asking.tell(`what run ${record.run} began on ${record.host} is waited for`);
    await pauseFor(LOOK_MS, undefined, { signal: asking.abort }).catch(() => undefined);
  }
}

/** A former try may have taken effect, or may still go on, and nothing says that it did not. */
function unsettled({ job, isAway }: Asking, record: JobRecord | undefined): AskedOf | undefined {
  if (record === undefined || (record.state !== 'begun' && record.state !== 'interrupted')) return undefined;
  const { run, host, state } = record;
  if (state === 'interrupted' && job.asks) return undefined;
  const away = state === 'begun' && host !== null && isAway(host);
  const message = away
    ? `run ${run} began it on ${host}, which is away: it may go on there`
    : `run ${run} began it on ${host}, where it was cut off: nobody knows whether it took effect`;
  const name = `${job.use}.${job.name}`;
  const look = away ? `bring ${host} back` : `look at ${host} (controller runs logs ${run} ${name}@${host})`;
  const hint = `${look}, or say what became of it: controller jobs done ${name} | controller jobs again ${name}`;
  return { is: 'stuck', outcome: 'unknown', fault: { code: 'job_unknown', message, hint } };
}

async function pollDone(asking: Asking, document: Work): ReturnType<typeof askDone> {
  const { planning, prepared, found, host, abort } = asking;
  const until = performance.now() + asking.limitMs;
  for (;;) {
    const answer = await askDone(planning, prepared, found, document, host);
    if (answer.is !== 'unknown' || performance.now() > until || abort.aborted) return answer;
    await pauseFor(LOOK_MS, undefined, { signal: abort }).catch(() => undefined);
  }
}

/** Work for a cluster is begun only while it is whole, as the member sees it that carries it out. */
async function notWhole({
  found,
  planning,
  prepared,
  member,
  host,
  abort,
  limitMs,
  isAway,
}: Asking): Promise<AskedOf | undefined> {
  // A recipe says itself what must hold before each of its steps: it may be there to make its cluster whole.
  if (found.step !== undefined) return undefined;
  if (member === undefined) return undefined;
  const until = performance.now() + limitMs;
  for (;;) {
    const { holds, why } = await probeOf(planning, prepared, member, 'clusterProbe');
    if (holds) return undefined;
    if (isAway(host)) return { is: 'away' };
    if (performance.now() > until || abort.aborted) {
      return failed('not_whole', `its cluster is not whole, as ${host} sees it: ${why}`);
    }
    await pauseFor(LOOK_MS, undefined, { signal: abort }).catch(() => undefined);
  }
}
