import type { AssignmentId, HostName, InstanceId, Sha256 } from '@rolecall/protocol';
import { assignmentId, partsOfInstance } from '@rolecall/protocol/id-parts';
import { drainCatalog, outputOn, type PlanDeps, type Prepared, type PreparedInstance, probeOf } from '../plan/index.ts';
import type { Services } from '../serve/services.ts';
import { noteApplied } from '../store/applied.ts';
import { recordsOf } from '../store/records.ts';
import { faultOf } from './fault.ts';
import { type Move, nextMoves, outcomeOf } from './next.ts';
import { type Proof, proveUp } from './prover.ts';
import { type AwaySince, outOfReach, VALID_MS } from './reach.ts';
import type { RunLog } from './run-log.ts';
import { isWorking, stageOf } from './state.ts';

/** How often hosts that are away are looked at again. */
const TICK_MS = 1_000;

export interface DriverOptions {
  readonly services: Services;
  readonly planning: PlanDeps;
  readonly log: RunLog;
  readonly prepared: Prepared;
  readonly awaySince: AwaySince;
}

/**
 * Carries one apply out: looks at its state, does what can be done, and waits for something to happen. All that it knows is in the
 * run's events, so another one can go on where this one was killed.
 */
export class RunDriver {
  readonly #options: DriverOptions;
  readonly #stop = new AbortController();
  readonly #proving = new Set<InstanceId>();
  readonly #instances: ReadonlyMap<InstanceId, PreparedInstance>;

  constructor(options: DriverOptions) {
    this.#options = options;
    this.#instances = new Map(options.prepared.instances.map((one) => [one.instance, one]));
  }

  /** Until the run has finished or `close` is called. */
  async drive(): Promise<void> {
    const { log } = this.#options;
    await this.#sendAgain();
    while (log.state.finished === null && !this.#stop.signal.aborted) {
      const seen = log.changed.count;
      await this.#round();
      if (this.#isOver()) log.append({ event: 'finished', outcome: outcomeOf(log.state), fault: null });
      else await log.changed.after(seen, TICK_MS, this.#stop.signal);
    }
  }

  /** A host is back: what it was given and has not finished is sent again; it knows a repeat by its id. */
  async linked(host: HostName): Promise<void> {
    await this.#sendAgain(host);
  }

  close(): void {
    this.#stop.abort();
  }

  async #round(): Promise<void> {
    const { log, awaySince } = this.#options;
    for (const instance of outOfReach(log.state, awaySince, Date.now())) this.#giveUp(instance);
    for (const move of nextMoves(log.state)) await this.#make(move);
    if (log.state.cancelling > 1) this.#cancelWorking();
  }

  #isOver(): boolean {
    return [...this.#options.log.state.instances.values()].every(({ phase }) => phase === 'ended');
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

  async #assign(instance: InstanceId, stage: 'drain' | 'converge' | 'undrain'): Promise<void> {
    const { log } = this.#options;
    const work = await this.#workOf(instance, stage);
    if (work === null) {
      // Nothing to drain or undrain here: on to what comes next.
      if (stage === 'drain') return this.#assign(instance, 'converge');
      const state = log.state.instances.get(instance);
      return log.append({ event: 'ended', instance, outcome: state?.result ?? 'ok', fault: state?.fault ?? null });
    }
    const attempt = (log.state.instances.get(instance)?.attempts ?? 0) + 1;
    const assignment = assignmentId(log.run, instance, stage, attempt);
    log.append({ event: 'assigned', instance, assignment, catalog: work.catalog });
    this.#send(instance, assignment, work);
  }

  async #workOf(instance: InstanceId, stage: 'drain' | 'converge' | 'undrain'): Promise<Work | null> {
    const { planning, prepared, log } = this.#options;
    const node = log.state.instances.get(instance);
    const found = this.#instances.get(instance);
    if (node === undefined || found === undefined) return null;
    if (stage === 'converge') return node.catalog === null ? null : { catalog: node.catalog, secrets: node.secrets };
    return drainCatalog(planning, prepared, found, stage);
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

  async #sendAgain(only?: HostName): Promise<void> {
    for (const one of this.#options.log.state.instances.values()) {
      if (one.assignment === null || (only !== undefined && partsOfInstance(one.instance).host !== only)) continue;
      const work = await this.#workOf(one.instance, stageOf(one.assignment));
      if (work !== null) this.#send(one.instance, one.assignment, work);
    }
  }

  #prove(proof: Proof): void {
    if (this.#proving.has(proof.instance)) return;
    this.#proving.add(proof.instance);
    void this.#proveUntilKnown(proof).finally(() => this.#proving.delete(proof.instance));
  }

  async #proveUntilKnown(proof: Proof): Promise<void> {
    const { log, planning, prepared } = this.#options;
    const { instance } = proof;
    try {
      const why = await proveUp(
        proof,
        (member, which) => this.#probe(planning, prepared, member, which),
        (event) => log.append(event),
        this.#stop.signal,
      );
      if (why === undefined || this.#stop.signal.aborted) return;
      const fault = { code: 'not_up', message: `${instance} was changed, but does not come up: ${why}` };
      log.append({ event: 'ended', instance, outcome: 'failed', fault });
    } catch (error) {
      log.append({ event: 'ended', instance, outcome: 'failed', fault: faultOf(error) });
    }
  }

  async #probe(planning: PlanDeps, prepared: Prepared, member: InstanceId, which: 'probe' | 'clusterProbe') {
    const found = this.#instances.get(member);
    if (found === undefined) return { holds: false, why: `${member} is not part of this run` };
    return probeOf(planning, prepared, found, which);
  }

  async #end({ instance, outcome, fault }: Extract<Move, { readonly do: 'end' }>): Promise<void> {
    const { log, services } = this.#options;
    const up = outcome === 'ok' || outcome === 'changed';
    const output = up ? await this.#outputOf(instance) : undefined;
    services.database.transaction(() => {
      if (up) this.#remember(instance);
      if (output !== undefined) log.append({ event: 'gave', ...partsOfInstance(instance), output });
      log.append({ event: 'ended', instance, outcome, fault });
    });
  }

  async #outputOf(instance: InstanceId) {
    const found = this.#instances.get(instance);
    if (found === undefined || found.context === null || !found.parts.includes('outputs')) return undefined;
    return outputOn(this.#options.prepared.evaluator, found.context, found.host);
  }

  /** What the next plan knows: what this instance was brought to, what it gave, and whether its cluster has formed. */
  #remember(instance: InstanceId): void {
    const { log, services } = this.#options;
    const state = log.state.instances.get(instance);
    const site = log.state.created?.site ?? '';
    if (state?.catalog) noteApplied(services.database, site, instance, state.catalog, log.run);
    if (state?.clustered === true && !state.formed) {
      recordsOf(services.database).formed(site, partsOfInstance(instance).use);
    }
  }

  #giveUp(instance: InstanceId): void {
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
      if (!isWorking(one) || one.assignment === null) continue;
      services.hub.send(partsOfInstance(one.instance).host, { type: 'cancel', assignment: one.assignment });
    }
  }
}

interface Work {
  readonly catalog: Sha256;
  readonly secrets: readonly string[];
}
