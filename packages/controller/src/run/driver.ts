import type { HostName, InstanceId, Json, RunEvent, Stage } from '@rolecall/protocol';
import { assignmentId, jobOf, partsOfInstance } from '@rolecall/protocol/id-parts';
import { faultOf } from '../fault.ts';
import { outputOn, type PlanDeps, type Prepared, type PreparedInstance, probeOf, stageCatalog } from '../plan/index.ts';
import type { Services } from '../serve/services.ts';
import { heldBeside, releaseLocks } from '../store/locks.ts';
import { recordsOf } from '../store/records.ts';
import { appendTaking } from './append-taking.ts';
import type { Around } from './around.ts';
import { Handing, type Work } from './handing.ts';
import { Holding } from './holding.ts';
import type { InstanceState } from './instance-state.ts';
import { notProven } from './job-faults.ts';
import { JobWork } from './job-work.ts';
import { keepIdentity } from './keep-identity.ts';
import { holdersIn } from './locks.ts';
import { type Move, nextMoves } from './next.ts';
import { Proofs } from './proofs.ts';
import type { Proof } from './prover.ts';
import { type AwaySince, givenUp, outOfReach, type Patience, patienceIn } from './reach.ts';
import { finishRun } from './recipe-run.ts';
import { forgetInstance, rememberInstance } from './remember-instance.ts';
import type { RunLog } from './run-log.ts';
import { Survey } from './survey.ts';
import { workOut } from './work-out.ts';

/** How often hosts that are away are looked at again. */
const TICK_MS = 1_000;

export interface DriverOptions {
  readonly services: Services;
  readonly planning: PlanDeps;
  readonly log: RunLog;
  readonly prepared: Prepared;
  /** Works the site out once more, with what was decided in this run. */
  readonly again: () => Promise<Prepared>;
  readonly awaySince: AwaySince;
  readonly pace: Pace;
}

/** How long a run waits for hosts and for proofs. */
export interface Pace {
  readonly patience: Patience;
  /** For one instance to prove that it is up, in milliseconds. */
  readonly proofMs: number;
  /** What is held for longer says why, in milliseconds. */
  readonly momentMs: number;
}

/**
 * Carries one apply out: looks at its state, does what can be done, and waits for something to happen. All that it knows is in the
 * run's events, so another one can go on where this one was killed.
 */
export class RunDriver {
  readonly #options: DriverOptions;
  readonly #stop = new AbortController();
  readonly #proofs: Proofs;
  readonly #jobs: JobWork;
  readonly #handing: Handing;
  readonly #holding: Holding;
  /** Hosts that are back and were not yet sent again what they have not finished. */
  readonly #back = new Set<HostName>();
  readonly #instances: Map<InstanceId, PreparedInstance>;

  constructor(options: DriverOptions) {
    this.#options = options;
    this.#instances = new Map(options.prepared.instances.map((one) => [one.instance, one]));
    this.#holding = new Holding(options.pace.momentMs);
    this.#handing = new Handing({
      ...options,
      workOf: (instance, stage) => this.#workOf(instance, stage),
      failingAlone: (instance, work) => this.#failingAlone(instance, work),
    });
    this.#proofs = new Proofs((member, which) => this.#probe(member, which), {
      tell: (event) => options.log.append(jobOf(event.instance) === undefined ? event : { ...event, probe: 'done' }),
      limitMs: options.pace.proofMs,
    });
    this.#jobs = new JobWork({
      ...options,
      instances: this.#instances,
      proofMs: options.pace.proofMs,
      isAway: (host) => options.awaySince(host) !== undefined,
    });
  }

  /** Until the run has finished or `close` is called. */
  async drive(): Promise<void> {
    const { log } = this.#options;
    await this.#handing.sendAgain(() => true);
    while (log.state.finished === null && !this.#stop.signal.aborted) {
      const seen = log.changed.count;
      await this.#round();
      if (this.#stop.signal.aborted) break;
      if (this.#isOver()) finishRun(this.#options.services, log);
      else await log.changed.after(seen, TICK_MS, this.#stop.signal);
    }
    this.#jobs.close();
    await Promise.all([this.#proofs.settled(), this.#jobs.settled()]);
  }

  /** A host is back: what it was given and has not finished is sent again; it knows a repeat by its id. */
  linked(host: HostName): void {
    this.#back.add(host);
    this.#options.log.changed.raise();
  }

  close(): void {
    this.#stop.abort();
    this.#proofs.cutAll();
    this.#jobs.close();
  }

  async #round(): Promise<void> {
    const { log, awaySince, pace } = this.#options;
    const back = new Set(this.#back);
    this.#back.clear();
    if (back.size > 0) await this.#handing.sendAgain((host) => back.has(host));
    if (log.state.cancelling > 1) this.#proofs.cutAll();
    const { database } = this.#options.services;
    releaseLocks(database, log.run, holdersIn(log.state));
    const around = this.#around();
    const moves = nextMoves(log.state, around);
    for (const move of moves) {
      if (this.#stop.signal.aborted) return;
      await this.#failingAlone(move.instance, () => this.#make(move));
    }
    // After the others of this round: what they give may be what is waited for.
    for (const one of await workOut(this.#options, moves)) this.#instances.set(one.instance, one);
    for (const instance of outOfReach(log.state, awaySince, Date.now(), pace.patience)) this.#giveUp(instance);
    if (log.state.cancelling > 0) this.#handing.cancel(log.state.cancelling > 1);
    const news = this.#holding.news(log.state, performance.now(), around);
    if (news.length > 0) log.appendAll(news);
  }

  #around(): Around {
    const { log, services, awaySince, pace } = this.#options;
    const held = heldBeside(services.database, log.run);
    const [now, most] = [Date.now(), patienceIn(log.state, awaySince, pace.patience)];
    const isGivenUp = (host: HostName) => now - (awaySince(host) ?? now) > most;
    return { held, isAway: (host) => awaySince(host) !== undefined, isGivenUp };
  }

  #isOver(): boolean {
    return this.#options.log.state.instances.values().every(({ phase }) => phase === 'ended');
  }

  /** What goes wrong about one instance ends that one; the others go on. */
  async #failingAlone(instance: InstanceId, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#options.log.append({ event: 'ended', instance, outcome: 'failed', fault: faultOf(error) });
    }
  }

  async #make(move: Move): Promise<void> {
    switch (move.do) {
      case 'assign':
        return move.stage === 'job' ? this.#assignJob(move.instance) : this.#assign(move.instance, move.stage);
      case 'begin':
        return this.#jobs.begin(move.instance, move.host, move.unlocked);
      case 'ask':
        return this.#jobs.ask(move.instance, () => new Survey(this.#options.log.state, this.#around()));
      case 'prove':
        return this.#prove(move);
      case 'end':
        return this.#end(move);
      case 'work out':
        // With the others of its round, by one look at the site.
        return;
    }
  }

  async #assign(instance: InstanceId, stage: Stage): Promise<void> {
    const { log } = this.#options;
    const work = await this.#workOf(instance, stage);
    if (work === null) {
      // Nothing to drain or undrain here: on to what comes next.
      if (stage === 'drain') return this.#assign(instance, 'converge');
      const { result, fault } = log.state.instances.get(instance) ?? { result: null, fault: null };
      return this.#end({ do: 'end', instance, outcome: result ?? 'ok', fault });
    }
    const one = log.state.instances.get(instance);
    const assignment = assignmentId(log.run, instance, stage, (one?.attempts ?? 0) + 1);
    const { database } = this.#options.services;
    const event = { event: 'assigned' as const, instance, assignment, catalog: work.catalog };
    if (one === undefined || !appendTaking(database, log, one, event)) return;
    this.#handing.send(partsOfInstance(instance).host, assignment, work);
  }

  async #assignJob(instance: InstanceId): Promise<void> {
    await this.#jobs.assign(instance);
    await this.#handing.sendAgain((host) => host === this.#options.log.state.instances.get(instance)?.host);
  }

  async #workOf(instance: InstanceId, stage: Stage): Promise<Work | null> {
    const { planning, prepared, log } = this.#options;
    const node = log.state.instances.get(instance);
    // What was planned is what is done, also where a restarted controller cannot work it out any more.
    if (stage === 'converge') return node?.catalog ? { catalog: node.catalog, secrets: node.secrets } : null;
    if (stage === 'job') return node?.handed ? { catalog: node.handed, secrets: node.secrets } : null;
    const found = this.#instances.get(instance);
    return found === undefined ? null : stageCatalog(planning, prepared, found, stage);
  }

  #prove(proof: Proof): void {
    const { log, awaySince } = this.#options;
    const { instance } = proof;
    const one = log.state.instances.get(instance);
    if (one === undefined) return;
    const { host } = one;
    const limitMs = one.job !== null && one.step !== undefined ? { limitMs: one.step.limitMs } : {};
    this.#proofs.begin(
      { ...proof, ...limitMs },
      () => awaySince(host) !== undefined,
      (why, error) => {
        const fault = error === undefined ? notProven(one, why) : faultOf(error);
        if (why === undefined && error === undefined) log.changed.raise();
        else this.#append(one, { event: 'ended', instance, outcome: 'failed', fault });
      },
    );
  }

  async #probe(member: InstanceId, which: 'probe' | 'clusterProbe') {
    if (jobOf(member) !== undefined) return this.#jobs.prove(member);
    const found = this.#instances.get(member);
    if (found === undefined) return { holds: false, why: `${member} is not part of this run` };
    return probeOf(this.#options.planning, this.#options.prepared, found, which);
  }

  /** The end of a job is written down together with what is remembered of it. */
  #append(one: InstanceState, event: Extract<RunEvent, { readonly event: 'ended' }>): void {
    const { log, services } = this.#options;
    services.database.transaction(() => {
      this.#jobs.note(one, event.outcome);
      log.append(event);
    });
    log.catchUp();
  }

  async #endJob(one: InstanceState, { outcome, fault }: Extract<Move, { readonly do: 'end' }>): Promise<void> {
    const { log } = this.#options;
    const { instance, use } = one;
    this.#jobs.note(one, outcome);
    await this.#jobs.remembered(one);
    const output = outcome === 'ok' || outcome === 'changed' ? this.#jobs.outputOf(one) : undefined;
    const gave = { event: 'gave' as const, use, host: null, job: jobOf(instance) ?? null };
    log.appendAll([
      ...(output === undefined ? [] : [{ ...gave, output }]),
      { event: 'ended', instance, outcome, fault },
    ]);
  }

  async #end(move: Extract<Move, { readonly do: 'end' }>): Promise<void> {
    const { instance, outcome, fault } = move;
    const { log, services } = this.#options;
    const one = log.state.instances.get(instance);
    if (one !== undefined && one.job !== null) return this.#endJob(one, move);
    const up = outcome === 'ok' || outcome === 'changed';
    const site = log.state.created?.site ?? '';
    const output = up ? await this.#outputOf(instance) : undefined;
    const notes = up ? await keepIdentity(services, this.#options.prepared.site, instance) : [];
    services.database.transaction(() => {
      if (up) this.#remember(instance, output);
      if (outcome === 'removed')
        for (const name of [...(one?.formerly ?? []), instance]) forgetInstance(services.database, site, name);
      if (output !== undefined) log.append({ event: 'gave', ...partsOfInstance(instance), job: null, output });
      log.appendAll([...notes, { event: 'ended', instance, outcome, fault }]);
    });
    log.catchUp();
  }

  async #outputOf(instance: InstanceId) {
    const found = this.#instances.get(instance);
    if (found === undefined || found.context === null || !found.parts.includes('outputs')) return undefined;
    return outputOn(this.#options.prepared.evaluator, found.context, found.host);
  }

  /** What the next plan knows: what this instance was brought to, what it gave, and whether its cluster has formed. */
  #remember(instance: InstanceId, output: Json | undefined): void {
    const { log, services } = this.#options;
    const state = log.state.instances.get(instance);
    const site = log.state.created?.site ?? '';
    const { frozen } = this.#instances.get(instance) ?? {};
    const after =
      state?.step === undefined ? undefined : (this.#options.prepared.graph.nodes.get(instance)?.after ?? []);
    if (state !== undefined) rememberInstance(services.database, log.state, state, { output, frozen, after });
    if (state?.clustered === true && !state.formed) {
      recordsOf(services.database).formed(site, partsOfInstance(instance).use);
    }
  }

  #giveUp(instance: InstanceId): void {
    this.#proofs.cut(instance);
    const one = this.#options.log.state.instances.get(instance);
    if (one !== undefined) this.#options.log.append(givenUp(one));
  }
}
