import type { AssignmentId, HostName, InstanceId, Json, Sha256, Stage } from '@rolecall/protocol';
import { assignmentId, partsOfInstance } from '@rolecall/protocol/id-parts';
import { faultOf } from '../fault.ts';
import { outputOn, type PlanDeps, type Prepared, type PreparedInstance, probeOf, stageCatalog } from '../plan/index.ts';
import type { Services } from '../serve/services.ts';
import { recordsOf } from '../store/records.ts';
import { Holding } from './holding.ts';
import { type Move, nextMoves, outcomeOf } from './next.ts';
import { Proofs } from './proofs.ts';
import type { Proof } from './prover.ts';
import { type AwaySince, outOfReach, type Patience, VALID_MS } from './reach.ts';
import { forgetInstance, rememberInstance } from './remember-instance.ts';
import type { RunLog } from './run-log.ts';
import { isWorking } from './standing.ts';
import { stageOf } from './state.ts';

/** How often hosts that are away are looked at again. */
const TICK_MS = 1_000;

export interface DriverOptions {
  readonly services: Services;
  readonly planning: PlanDeps;
  readonly log: RunLog;
  readonly prepared: Prepared;
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
  readonly #holding: Holding;
  /** Hosts that are back and were not yet sent again what they have not finished. */
  readonly #back = new Set<HostName>();
  readonly #instances: ReadonlyMap<InstanceId, PreparedInstance>;

  constructor(options: DriverOptions) {
    this.#options = options;
    this.#instances = new Map(options.prepared.instances.map((one) => [one.instance, one]));
    this.#holding = new Holding(options.pace.momentMs);
    this.#proofs = new Proofs((member, which) => this.#probe(member, which), {
      tell: (event) => options.log.append(event),
      limitMs: options.pace.proofMs,
    });
  }

  /** Until the run has finished or `close` is called. */
  async drive(): Promise<void> {
    const { log } = this.#options;
    await this.#sendAgain(() => true);
    while (log.state.finished === null && !this.#stop.signal.aborted) {
      const seen = log.changed.count;
      await this.#round();
      if (this.#stop.signal.aborted) break;
      if (this.#isOver()) log.append({ event: 'finished', outcome: outcomeOf(log.state), fault: null });
      else await log.changed.after(seen, TICK_MS, this.#stop.signal);
    }
    await this.#proofs.settled();
  }

  /** A host is back: what it was given and has not finished is sent again; it knows a repeat by its id. */
  linked(host: HostName): void {
    this.#back.add(host);
    this.#options.log.changed.raise();
  }

  close(): void {
    this.#stop.abort();
    this.#proofs.cutAll();
  }

  async #round(): Promise<void> {
    const { log, awaySince, pace } = this.#options;
    const back = new Set(this.#back);
    this.#back.clear();
    if (back.size > 0) await this.#sendAgain((host) => back.has(host));
    if (log.state.cancelling > 1) this.#proofs.cutAll();
    for (const move of nextMoves(log.state)) {
      if (this.#stop.signal.aborted) return;
      await this.#failingAlone(move.instance, () => this.#make(move));
    }
    for (const instance of outOfReach(log.state, awaySince, Date.now(), pace.patience)) this.#giveUp(instance);
    if (log.state.cancelling > 1) this.#cancelWorking();
    const news = this.#holding.news(log.state, performance.now());
    if (news.length > 0) log.appendAll(news);
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
        return this.#assign(move.instance, move.stage);
      case 'prove':
        return this.#prove(move);
      case 'end':
        return this.#end(move);
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
    const attempt = (log.state.instances.get(instance)?.attempts ?? 0) + 1;
    const assignment = assignmentId(log.run, instance, stage, attempt);
    log.append({ event: 'assigned', instance, assignment, catalog: work.catalog });
    this.#send(instance, assignment, work);
  }

  async #workOf(instance: InstanceId, stage: Stage): Promise<Work | null> {
    const { planning, prepared, log } = this.#options;
    const node = log.state.instances.get(instance);
    // What was planned is what is done, also where a restarted controller cannot work it out any more.
    if (stage === 'converge') return node?.catalog ? { catalog: node.catalog, secrets: node.secrets } : null;
    const found = this.#instances.get(instance);
    return found === undefined ? null : stageCatalog(planning, prepared, found, stage);
  }

  #send(instance: InstanceId, assignment: AssignmentId, work: Work): void {
    const { services, log } = this.#options;
    const { host } = partsOfInstance(instance);
    services.blobs.grant(host, work.catalog);
    services.hub.send(host, {
      type: 'apply',
      assignment,
      catalog: work.catalog,
      sealed: [...services.secrets.sealFor(host, work.secrets)],
      term: log.state.created?.term ?? 0,
      notAfter: Date.now() + VALID_MS,
    });
  }

  async #sendAgain(to: (host: HostName) => boolean): Promise<void> {
    for (const { instance, assignment } of this.#options.log.state.instances.values()) {
      if (assignment === null || !to(partsOfInstance(instance).host)) continue;
      await this.#failingAlone(instance, async () => {
        const work = await this.#workOf(instance, stageOf(assignment));
        if (work !== null) this.#send(instance, assignment, work);
      });
    }
  }

  #prove(proof: Proof): void {
    const { log, awaySince } = this.#options;
    const { instance } = proof;
    const { host } = partsOfInstance(instance);
    this.#proofs.begin(
      proof,
      () => awaySince(host) !== undefined,
      (why, error) => {
        const notUp = { code: 'not_up', message: `${instance} was changed, but does not come up: ${why}` };
        const fault = error === undefined ? notUp : faultOf(error);
        if (why === undefined && error === undefined) log.changed.raise();
        else log.append({ event: 'ended', instance, outcome: 'failed', fault });
      },
    );
  }

  async #probe(member: InstanceId, which: 'probe' | 'clusterProbe') {
    const found = this.#instances.get(member);
    if (found === undefined) return { holds: false, why: `${member} is not part of this run` };
    return probeOf(this.#options.planning, this.#options.prepared, found, which);
  }

  async #end({ instance, outcome, fault }: Extract<Move, { readonly do: 'end' }>): Promise<void> {
    const { log, services } = this.#options;
    const up = outcome === 'ok' || outcome === 'changed';
    const site = log.state.created?.site ?? '';
    const output = up ? await this.#outputOf(instance) : undefined;
    services.database.transaction(() => {
      if (up) this.#remember(instance, output);
      if (outcome === 'removed') forgetInstance(services.database, site, instance);
      if (output !== undefined) log.append({ event: 'gave', ...partsOfInstance(instance), output });
      log.append({ event: 'ended', instance, outcome, fault });
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
    if (state !== undefined) rememberInstance(services.database, log.state, state, { output, frozen });
    if (state?.clustered === true && !state.formed) {
      recordsOf(services.database).formed(site, partsOfInstance(instance).use);
    }
  }

  #giveUp(instance: InstanceId): void {
    this.#proofs.cut(instance);
    const { host } = partsOfInstance(instance);
    const fault = {
      code: 'unreachable',
      message: `${host} is not linked, and has not come back in time`,
      hint: 'what it had begun goes on there; apply again when it is back',
    };
    this.#options.log.append({ event: 'ended', instance, outcome: 'unreachable', fault });
  }

  #cancelWorking(): void {
    const { log, services } = this.#options;
    for (const one of log.state.instances.values()) {
      // What brings a member back into service is let through: it would stay out of it otherwise.
      if (!isWorking(one) || one.assignment === null || one.phase === 'undraining') continue;
      services.hub.send(partsOfInstance(one.instance).host, { type: 'cancel', assignment: one.assignment });
    }
  }
}

interface Work {
  readonly catalog: Sha256;
  readonly secrets: readonly string[];
}
