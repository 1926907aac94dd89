import type { HostName, InstanceId, JobNode } from '@rolecall/protocol';
import { lockName } from '@rolecall/protocol';
import { assignmentId, instanceId, jobOn } from '@rolecall/protocol/id-parts';
import { faultOf } from '../fault.ts';
import {
  askDone,
  type PlanDeps,
  type Prepared,
  type PreparedInstance,
  recordOfJob,
  storeJob,
  workOn,
} from '../plan/index.ts';
import { type JobRecord, jobBegins, jobEnds, jobFoundDone, jobGives } from '../store/jobs.ts';
import { dropKept, dropLocks, keepLocks, takeLocks } from '../store/locks.ts';
import { eventsOf } from '../store/runs.ts';
import type { InstanceState } from './instance-state.ts';
import { type AskedOf, askAbout } from './job-asking.ts';
import { asHolder, holderOf } from './locks.ts';
import { passes } from './recipe-run.ts';
import type { RunLog } from './run-log.ts';
import type { Survey } from './survey.ts';

/** Longest wait for an answer that nobody can give yet, in milliseconds. */
const ANSWER_MS = 30_000;

interface Means {
  readonly planning: PlanDeps;
  readonly prepared: Prepared;
  /** All that is known of instances and jobs by now. */
  readonly instances: ReadonlyMap<InstanceId, PreparedInstance>;
  readonly log: RunLog;
  isAway(host: HostName): boolean;
  /** At most this long for each answer, in milliseconds. */
  readonly proofMs: number;
}

/** A job of a run that is carried out. */
interface JobState extends InstanceState {
  readonly job: JobNode;
}

const isJob = (one: InstanceState | undefined): one is JobState => one !== undefined && one.job !== null;

/** The jobs of one run. What each has come to is in the run's events and in the site's record. */
export class JobWork {
  readonly #means: Means;
  readonly #stop = new AbortController();
  readonly #asking = new Map<InstanceId, Promise<void>>();

  constructor(means: Means) {
    this.#means = means;
  }

  /** Gives a job to a member, unless somebody was faster to take its locks; `unlocked`: to ask whether it is done, and no more. */
  begin(instance: InstanceId, host: HostName, unlocked: boolean): void {
    const { log, planning } = this.#means;
    const one = log.state.instances.get(instance);
    if (!isJob(one)) return;
    const placed = { ...one, host };
    const names = unlocked ? [] : placed.locks.map((wish) => lockName(wish, host));
    const { database } = planning.services;
    database.transaction(() => {
      if (!takeLocks(database, asHolder(log.state, placed), names)) return;
      log.append({ event: 'begun', instance, host, locks: names });
    });
    log.catchUp();
  }

  /** Begins to ask whether a job is done; what comes of it is an event. */
  ask(instance: InstanceId, others: () => Survey): void {
    const one = this.#means.log.state.instances.get(instance);
    if (!isJob(one) || this.#asking.has(instance)) return;
    const done = this.#ask(one)
      .catch((error: unknown): AskedOf => ({ is: 'stuck', outcome: 'failed', fault: faultOf(error) }))
      .then((asked) => {
        this.#asking.delete(instance);
        if (!this.#stop.signal.aborted) this.#took(one, asked, others);
      });
    this.#asking.set(instance, done);
  }

  /** Hands a job to its member. From now on it may have taken effect, whatever becomes of the run, the host or the controller. */
  async assign(instance: InstanceId): Promise<void> {
    const { log, planning, prepared, instances } = this.#means;
    const one = log.state.instances.get(instance);
    const found = instances.get(instance);
    if (!isJob(one) || found === undefined) throw new Error(`${instance} is no job that is known`);
    const { job, host } = one;
    const document = await workOn(prepared.evaluator, found, host);
    const { catalog } = storeJob(planning.services, job.use, document, host);
    for (const hash of document.fetches) planning.services.blobs.grant(host, hash);
    const assignment = assignmentId(log.run, jobOn(job.use, job.name, host), 'job', one.attempts + 1);
    const { database } = planning.services;
    database.transaction(() => {
      jobBegins(database, { ...this.#named(one), key: job.key, run: log.run, host, assignment });
      keepLocks(database, log.run, holderOf(one));
      passes(database, log, one, 'job');
      log.append({ event: 'assigned', instance, assignment, catalog });
    });
    log.catchUp();
  }

  /** Whether it is done, after it was carried out. */
  async prove(instance: InstanceId): Promise<{ readonly holds: boolean; readonly why: string }> {
    const { log, planning, prepared, instances } = this.#means;
    const one = log.state.instances.get(instance);
    const found = instances.get(instance);
    if (!isJob(one) || found === undefined) return { holds: false, why: `${instance} is no job that is known` };
    const document = await workOn(prepared.evaluator, found, one.host);
    const { is, why } = await askDone(planning, prepared, found, document, one.host);
    return { holds: is === 'done', why };
  }

  /** What a job that ended well gives; worked out before its end is written down. */
  async remembered(one: InstanceState): Promise<void> {
    const { planning, prepared, instances } = this.#means;
    const context = instances.get(one.instance)?.context ?? null;
    const record = isJob(one) ? this.#record(one) : undefined;
    if (!isJob(one) || !one.job.gives || context === null || record === undefined) return;
    if (record.state !== 'succeeded' || record.printed === null || record.output !== undefined) return;
    const { name: job } = one.job;
    const call = { call: 'jobOutput', ...context, host: one.host, job, stdout: record.printed } as const;
    jobGives(planning.services.database, this.#named(one), await prepared.evaluator.ask(call));
  }

  /** Writes down how a job ended, and lets go of its locks where that is known. Call it in the transaction that says so. */
  note(one: InstanceState, outcome: InstanceState['outcome']): void {
    const { planning, log } = this.#means;
    const { database } = planning.services;
    if (!isJob(one)) return;
    const named = this.#named(one);
    const wasHanded = one.attempts > 0;
    // Its host did not say how it ended.
    if (wasHanded && (one.assignment !== null || outcome === null)) return;
    if (one.begun && (outcome === 'unknown' || outcome === 'cancelled')) {
      jobEnds(database, named, 'interrupted');
      return;
    }
    if (outcome === 'ok' || outcome === 'changed') {
      if (wasHanded) jobEnds(database, named, 'succeeded', one.output ?? '');
      else jobFoundDone(database, { ...named, key: one.job.key, run: log.run });
    } else if (wasHanded) jobEnds(database, named, 'failed');
    else return;
    // Those of a recipe are held until it has ended.
    if (one.step !== undefined) return;
    dropLocks(database, log.run, holderOf(one));
    dropKept(database, named.site, holderOf(one));
  }

  /** What a job gave, if it did. */
  outputOf(one: InstanceState): JobRecord['output'] {
    return isJob(one) ? this.#record(one)?.output : undefined;
  }

  close(): void {
    this.#stop.abort();
  }

  async settled(): Promise<void> {
    await Promise.all(this.#asking.values());
  }

  #named({ job }: JobState): Pick<JobRecord, 'site' | 'use' | 'job'> {
    return { site: this.#means.prepared.site.name, use: job.use, job: job.name };
  }

  #record({ job }: JobState): JobRecord | undefined {
    const { planning, prepared } = this.#means;
    return recordOfJob(planning.services.database, prepared.site, job.use, job.name);
  }

  async #ask(one: JobState): Promise<AskedOf> {
    const { planning, prepared, instances, log, isAway, proofMs } = this.#means;
    const found = instances.get(one.instance);
    if (found === undefined) throw new Error(`${one.instance} is no job of this site any more`);
    return askAbout({
      planning,
      prepared,
      found,
      member: instances.get(instanceId(one.job.use, one.host)),
      job: one.job,
      host: one.host,
      record: () => this.#record(one),
      recall: (record) => this.#recall(one, record),
      isAway,
      tell: (why) => log.append({ event: 'probed', instance: one.instance, probe: 'done', holds: false, why }),
      abort: this.#stop.signal,
      limitMs:
        found.step?.document.does === 'run' || found.step === undefined
          ? Math.min(ANSWER_MS, proofMs)
          : this.#left(one),
    });
  }

  /** What is left of the time that a step may wait, in milliseconds: it counts from when it began, whichever controller that saw. */
  #left({ instance, step }: JobState): number {
    const { log, planning } = this.#means;
    const began = eventsOf(planning.services.database, log.run).find(
      ({ body }) => body.event === 'begun' && body.instance === instance,
    );
    return Math.max(0, (began?.at ?? Date.now()) + (step?.limitMs ?? 0) - Date.now());
  }

  /**
   * Sends a former try once more, too late to be begun: a host that has it says how it ended or goes on with it, and one that never took it
   * says that it does not.
   */
  #recall({ handed, catalog }: JobState, { host, assignment }: JobRecord): void {
    const { planning, log } = this.#means;
    const of = handed ?? catalog;
    if (host === null || assignment === null || of === null) return;
    const term = log.state.created?.term ?? 0;
    planning.services.hub.send(host, { type: 'apply', assignment, catalog: of, sealed: [], term, notAfter: 0 });
  }

  #took(one: JobState, asked: AskedOf, others: () => Survey): void {
    const { log } = this.#means;
    const { instance } = one;
    if (log.state.instances.get(instance)?.phase !== 'asking') return;
    switch (asked.is) {
      case 'done':
      case 'open':
        log.append({ event: 'asked', instance, done: asked.is === 'done', why: asked.why.slice(0, 2048) });
        return;
      case 'away':
        this.#move(one, others());
        return;
      case 'stuck':
        log.append({ event: 'ended', instance, outcome: asked.outcome, fault: asked.fault });
    }
  }

  /** Nothing was begun on a member that is away: another one takes it. */
  #move({ instance, job, host, unlocked }: JobState, survey: Survey): void {
    const other = job.hosts.find(
      (name) => name !== host && !this.#means.isAway(name) && survey.holderOf(name) === undefined,
    );
    if (other !== undefined) this.begin(instance, other, unlocked);
  }
}
