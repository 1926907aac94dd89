import type { AssignmentId, Fault, HostName, Input, Report, RunEvent, RunId, Sha256 } from '@rolecall/protocol';
import { nodeOf, partsOfAssignment, partsOfInstance } from '@rolecall/protocol/id-parts';
import { ControllerError } from '../error.ts';
import { faultOf } from '../fault.ts';
import type { HubListener } from '../hub/contract.ts';
import {
  dangersIn,
  loadSite,
  openPlanDeps,
  type PlanDeps,
  type Prepared,
  type PreparedInstance,
  readInstance,
} from '../plan/index.ts';
import type { Services } from '../serve/services.ts';
import { appliedOf } from '../store/applied.ts';
import { openRuns } from '../store/runs.ts';
import { auditApply, lookFirst } from './before-apply.ts';
import { type Pace, RunDriver } from './driver.ts';
import { MOMENT_MS } from './holding.ts';
import { makePlan } from './make-plan.ts';
import { noteSite } from './note-site.ts';
import { copyOf, hasWork, isFresh, openingEvents, planOutcome, stateOf } from './plan-run.ts';
import { prepareRun } from './prepare-run.ts';
import { PROOF_MS } from './prover.ts';
import { PATIENCE } from './reach.ts';
import { keptBy } from './recipe-run.ts';
import { rememberInstance } from './remember-instance.ts';
import { rememberSite } from './remember-site.ts';
import { RunLog } from './run-log.ts';
import { isRepeat, settleJob } from './settle-job.ts';
import { Signal } from './signal.ts';
import { createApply, createPlan, movedOnHost, movedSince, planFor } from './start.ts';
import type { RunState } from './state.ts';
import { restartedTogether } from './together.ts';

type Request = Input<'runs.start'>;

const PACE: Pace = { patience: PATIENCE, proofMs: PROOF_MS, momentMs: MOMENT_MS };

/** Everything that makes, drives and remembers runs. */
export class Runs implements HubListener {
  readonly #services: Services;
  readonly #planning: PlanDeps & { close(): Promise<void> };
  readonly #logs = new Map<RunId, RunLog>();
  readonly #drivers = new Map<RunId, RunDriver>();
  /** Since when each host is away, in milliseconds since 1970; nothing for one that is there. One that never was is away since this began. */
  readonly #away = new Map<HostName, number | undefined>();
  readonly #began = Date.now();
  readonly #pace: Pace;
  #closed = false;
  readonly #working = new Set<Promise<void>>();
  /** Raised when a command of a run wrote something. */
  readonly wrote = new Signal();

  constructor(services: Services, pace: Pace = PACE) {
    this.#services = services;
    this.#pace = pace;
    this.#planning = openPlanDeps(services);
    services.hub.listen(this);
  }

  get planning(): PlanDeps {
    return this.#planning;
  }

  /** Goes on with every run that a former controller left; plans are not worth that, and end. */
  resume(): void {
    for (const { run, mode } of openRuns(this.#services.database)) {
      const log = this.logOf(run);
      if (mode === 'apply') this.#background(log, () => this.#goOn(log));
      else
        log.append(
          finishedWith({
            code: 'restarted',
            message: 'the controller was restarted while it planned',
            hint: 'plan again',
          }),
        );
    }
  }

  /** Begins a run and answers its id; the run itself goes on without whoever asked. */
  async start(request: Request, operator: string): Promise<RunId> {
    return request.mode === 'plan' ? this.#startPlan(request, operator) : this.#startApply(request, operator);
  }

  logOf(run: RunId): RunLog {
    const known = this.#logs.get(run);
    if (known !== undefined) return known;
    const log = new RunLog(this.#services.database, run);
    if (log.state.finished === null) this.#logs.set(run, log);
    return log;
  }

  linked(host: HostName): void {
    this.#away.set(host, undefined);
    this.#note(host, true);
    for (const driver of this.#drivers.values()) driver.linked(host);
  }

  unlinked(host: HostName): void {
    this.#away.set(host, Date.now());
    this.#note(host, false);
  }

  report(host: HostName, report: Report): void {
    if (report.report === 'command') return;
    const { run, instance } = partsOfAssignment(report.assignment);
    const node = nodeOf(instance);
    if (partsOfInstance(instance).host !== host) {
      throw new ControllerError('wrong_host', `${host} reports about ${instance}, which is not on it`);
    }
    const log = this.#logs.get(run);
    const isLate = log === undefined || isRepeat(log.state, report);
    if (isLate || report.report === 'accepted') settleJob(this.#services.database, report);
    if (!isLate) log.append({ event: 'reported', instance: node, report });
  }

  /** The catalog of a piece of work that a host was given and has not finished. */
  readonly catalogOf = (assignment: AssignmentId): Sha256 | undefined => {
    const { run, instance, stage } = partsOfAssignment(assignment);
    const found = this.#drivers.has(run) ? this.#logs.get(run)?.state.instances.get(instance) : undefined;
    return stage === 'converge' && found?.assignment === assignment ? (found.catalog ?? undefined) : undefined;
  };

  readonly keptFor = (host: HostName, name: string): RunId | undefined =>
    [...this.#drivers.keys()]
      .map((run) => keptBy(this.logOf(run).state, host, name))
      .find((ticket) => ticket !== undefined);

  output(): void {
    this.wrote.raise();
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const driver of this.#drivers.values()) driver.close();
    await Promise.allSettled(this.#working);
    await this.#planning.close();
  }

  async #startPlan(asked: Request, operator: string): Promise<RunId> {
    const { request, prepared, left } = await makePlan(this.#planning, asked);
    const run = createPlan(this.#services.database, request, prepared.site.name, operator);
    const log = this.logOf(run);
    this.#background(log, () => this.#plan(log, prepared, left));
    return run;
  }

  async #plan(log: RunLog, prepared: Prepared, left: readonly PreparedInstance[]): Promise<void> {
    log.appendAll(openingEvents(prepared, left, appliedOf(this.#services.database, prepared.site.name)));
    const planned = await Promise.all(
      left.map(async (instance) => {
        const event = await readInstance(this.#planning, prepared, instance, log.state.created?.simulate);
        log.appendAll([event, ...dangersIn(event)]);
        return event;
      }),
    );
    log.appendAll([...restartedTogether(log.state), { event: 'finished', outcome: planOutcome(planned), fault: null }]);
  }

  async #startApply(request: Request, operator: string): Promise<RunId> {
    const { database, audit } = this.#services;
    const planned = planFor(database, request);
    const run = createApply(this.#services, planned, operator, request.expects !== null);
    auditApply(audit, planned, run, operator);
    const log = this.logOf(run);
    this.#background(log, () => this.#begin(log, planned));
    return run;
  }

  #begin(log: RunLog, planned: RunState): Promise<void> {
    const strict = log.state.created?.strict === true;
    const nothing = !strict && !hasWork(planned) && isFresh(this.#services.database, planned);
    return nothing ? this.#applyNothing(log, planned) : this.#apply(log, planned);
  }

  /** Nothing differed anywhere when it was planned a moment ago: the hosts are not asked a second time. */
  async #applyNothing(log: RunLog, planned: RunState): Promise<void> {
    const instances = planned.instances.values();
    if (instances.some(({ planned }) => planned?.outcome !== 'ok')) return this.#apply(log, planned);
    const copied = copyOf(this.#services.database, planned);
    const ended = instances.map(({ instance }): RunEvent => ({ event: 'ended', instance, outcome: 'ok', fault: null }));
    await this.#noteUnchanged(log, planned);
    log.appendAll([...copied, ...ended, { event: 'finished', outcome: 'ok', fault: null }]);
  }

  /** What is right already was applied as well: the next plan and fact queries know it. */
  async #noteUnchanged(log: RunLog, { created, instances }: RunState): Promise<void> {
    if (created === null) return;
    const { database } = this.#services;
    const { site, graph } = await loadSite(this.#planning, this.#planning.evaluatorOf(created.bundle));
    database.transaction(() => {
      rememberSite(database, site, graph);
      for (const one of instances.values()) if (one.job === null) rememberInstance(database, log.state, one);
    });
  }

  async #apply(log: RunLog, planned: RunState): Promise<void> {
    if (planned.created === null) return;
    const prepared = await prepareRun(this.#planning, planned.created, {
      asked: true,
      isAway: this.#awayIn(planned),
    });
    const strict = log.state.created?.strict === true;
    const moved = movedSince(planned, prepared) ?? (strict ? await this.#movedOnHosts(planned, prepared) : undefined);
    const refused = moved ?? (await lookFirst(this.#planning, log, prepared))?.toFault();
    if (refused !== undefined) return log.append(finishedWith(refused));
    const { database } = this.#services;
    database.transaction(() => {
      noteSite(database, planned, prepared);
      log.appendAll(copyOf(this.#services.database, planned));
    });
    await this.#drive(log, prepared);
  }

  /** A saved plan holds only for hosts that are as it saw them: they are read once more before anything is touched. */
  async #movedOnHosts(planned: RunState, prepared: Prepared): Promise<Fault | undefined> {
    const wanted = prepared.instances.filter(({ instance }) => planned.instances.has(instance));
    const now = await Promise.all(wanted.map((instance) => readInstance(this.#planning, prepared, instance)));
    return movedOnHost(planned, now);
  }

  async #goOn(log: RunLog): Promise<void> {
    const { created, instances } = log.state;
    if (created === null) return;
    const { plan } = created;
    // Stopped before its first step: it begins now, and still refuses what moved meanwhile.
    if (instances.size === 0 && plan !== null) return this.#begin(log, stateOf(this.#services.database, plan));
    await this.#drive(log, await this.#prepareAgain(log));
  }

  /** The same run, worked out once more: what was decided in it stays decided. */
  async #prepareAgain({ state }: RunLog): Promise<Prepared> {
    if (state.created === null) throw new Error('a run that was never begun');
    return prepareRun(this.#planning, state.created, { recorded: state.decided, isAway: this.#awayIn(state) });
  }

  /** The hosts that were away when it was planned; what was filled in for them then is what counts for the whole run. */
  #awayIn({ instances }: RunState): (host: HostName) => boolean {
    return (host) => {
      const there = instances.onHost(host);
      if (there.length === 0) return !this.#services.hub.isLinked(host);
      return there.some(({ planned }) => planned?.outcome === 'unreachable');
    };
  }

  async #drive(log: RunLog, prepared: Prepared): Promise<void> {
    if (this.#closed) return;
    const driver = new RunDriver({
      services: this.#services,
      planning: this.#planning,
      log,
      prepared,
      again: () => this.#prepareAgain(log),
      pace: this.#pace,
      awaySince: (host) => this.#awaySince(host),
    });
    this.#drivers.set(log.run, driver);
    try {
      await driver.drive();
    } finally {
      this.#drivers.delete(log.run);
    }
  }

  /** A link that is ending takes nothing any more; its host is away once it has ended. */
  #awaySince(host: HostName): number | undefined {
    if (this.#services.hub.isLinked(host)) return undefined;
    return this.#away.has(host) ? this.#away.get(host) : this.#began;
  }

  /** Work of a run that nobody waits for: whatever goes wrong in it ends the run with its reason. */
  #background(log: RunLog, work: () => Promise<void>): void {
    const done = work()
      .catch((error: unknown) => {
        this.#services.log.error({ run: log.run, err: error }, 'a run ended with an error');
        if (log.state.finished === null) log.append(finishedWith(faultOf(error)));
      })
      .finally(() => {
        this.#working.delete(done);
        if (log.state.finished !== null) this.#logs.delete(log.run);
      });
    this.#working.add(done);
  }

  #note(host: HostName, linked: boolean): void {
    for (const log of this.#logs.values()) {
      const concerned = log.state.instances.onHost(host).some(({ phase }) => phase !== 'ended');
      if (concerned && log.state.created?.mode === 'apply' && log.state.finished === null) {
        log.append({ event: 'linked', host, linked });
      }
    }
  }
}

const finishedWith = (fault: Fault): RunEvent => ({ event: 'finished', outcome: 'failed', fault });
