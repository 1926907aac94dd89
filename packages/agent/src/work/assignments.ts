import type { AssignmentId, Fault, Outcome, ToAgentOf } from '@rolecall/protocol';
import { fetchWithRetries } from '../catalog/fetch-with-retries.ts';
import { faultOf } from '../engine/fault.ts';
import { AgentError, codeOf, messageOf } from '../error.ts';
import { activeOf } from '../state/snapshot.ts';
import { type ActiveWork, workId } from '../state/work.ts';
import { DISK_FULL } from './disk-full.ts';
import type { WorkParts } from './parts.ts';
import { type Counts, runAssignment } from './run-assignment.ts';

type Apply = ToAgentOf<'apply'>;

/** More open assignments than that are not taken on: one host has one instance of each role. */
const MAX_OPEN = 64;
const NONE: Counts = { ok: 0, changed: 0, removed: 0, failed: 0, skipped: 0 };

/** The assignments of this host: each taken on once, done one after another, never forgotten before its report is stored. */
export class Assignments {
  readonly #parts: WorkParts;
  /** Being fetched; not in the journal yet. True where it was cancelled meanwhile. */
  readonly #arriving = new Map<AssignmentId, boolean>();
  #highestTerm: number;
  /** The assignment that came last has been accepted or refused. */
  #latest: Promise<void> = Promise.resolve();
  #working = false;
  #stopped = false;

  constructor(parts: WorkParts) {
    this.#parts = parts;
    this.#highestTerm = parts.journal.state.term;
  }

  /** Goes on with what a former agent had open. */
  resume(): void {
    this.#start();
  }

  /** Takes no more resources in hand; the one that is being written is left to the next agent. */
  stop(): void {
    this.#stopped = true;
  }

  isIdle(): boolean {
    return !this.#working && this.#arriving.size === 0;
  }

  take(message: Apply): void {
    const { assignment } = message;
    if (this.#answerAgain(assignment) || this.#isOpen(assignment)) return;
    const fault = this.#whyNot(message);
    const before = this.#latest;
    this.#latest = fault === undefined ? this.#accept(message, before) : this.#finish(assignment, 'failed', fault);
    this.#guard(this.#latest);
  }

  /** Begins nothing more of it; with `kill`, the command that runs is ended as well. */
  cancel(assignment: AssignmentId, kill: boolean): void {
    if (this.#answerAgain(assignment)) return;
    const work = activeOf(this.#parts.journal.state, assignment);
    if (this.#arriving.has(assignment)) {
      this.#arriving.set(assignment, true);
    } else if (work !== undefined) {
      this.#parts.journal.append({ is: 'cancelling', assignment });
      if (kill) this.#guard(this.#kill(work));
    } else this.#guard(this.#finish(assignment, 'cancelled', undefined));
  }

  async #kill({ message, writing }: ActiveWork): Promise<void> {
    const { commands } = this.#parts;
    for (const { change } of writing) {
      for (const id of await commands.startedFor(workId(message.assignment, change.index))) await commands.cancel(id);
    }
  }

  /** A repeat of what is finished: its report is on its way, or it is given once more. */
  #answerAgain(assignment: AssignmentId): boolean {
    const { journal } = this.#parts;
    const finished = journal.state.finished.find((work) => work.body.assignment === assignment);
    if (finished === undefined) return false;
    if (finished.seq <= journal.state.acknowledged) {
      journal.report(finished.body);
      this.#guard(journal.sync());
    }
    return true;
  }

  #isOpen(assignment: AssignmentId): boolean {
    return this.#arriving.has(assignment) || activeOf(this.#parts.journal.state, assignment) !== undefined;
  }

  #whyNot(message: Apply): Fault | undefined {
    const { journal, clock } = this.#parts;
    if (message.term < this.#highestTerm) {
      return refusal(
        'stale_term',
        `this host obeys term ${this.#highestTerm}; the work came under term ${message.term}`,
      );
    }
    if (clock.now() > message.notAfter) {
      const late = Math.round((clock.now() - message.notAfter) / 1000);
      return refusal('too_late', `the work arrived ${late} s after its time`);
    }
    if (journal.state.active.length + this.#arriving.size >= MAX_OPEN) {
      return refusal('busy', `${MAX_OPEN} assignments are open on this host already`);
    }
    return journal.isFull() ? DISK_FULL : undefined;
  }

  /** The catalog and the packs that it names are on disk before the assignment is accepted, so that going on after a restart needs nobody. */
  async #accept(message: Apply, before: Promise<void>): Promise<void> {
    const { journal, catalogs, binding, clock } = this.#parts;
    const { assignment } = message;
    this.#highestTerm = Math.max(this.#highestTerm, message.term);
    this.#arriving.set(assignment, false);
    const isCancelled = () => this.#arriving.get(assignment) === true;
    // A controller that died after it had sent this comes back, and waits for what becomes of it.
    const goesOn = () => !this.#stopped && !isCancelled() && clock.now() < message.notAfter;
    const fetched = fetchWithRetries(async () => {
      const { resources } = await catalogs.get(message.catalog);
      await binding.packs?.load(resources);
    }, goesOn).then(
      () => undefined,
      (thrown: unknown) => faultOf(thrown),
    );
    // Fetched side by side, accepted in the order in which they came.
    const fault = (await Promise.all([fetched, before]))[0];
    const cancelled = isCancelled();
    this.#arriving.delete(assignment);
    // The next agent is sent it again: nobody has accepted it.
    if (this.#stopped) return;
    if (fault !== undefined || cancelled) return this.#finish(assignment, cancelled ? 'cancelled' : 'failed', fault);
    journal.append({ is: 'assigned', message });
    journal.report({ report: 'accepted', assignment });
    await journal.sync();
    this.#start();
  }

  #start(): void {
    if (this.#working) return;
    this.#working = true;
    this.#guard(this.#workOn());
  }

  async #workOn(): Promise<void> {
    for (let work = this.#next(); work !== undefined; work = this.#next()) {
      const ended = await this.#run(work);
      if (ended === 'stopped') break;
      const { journal, onChanged } = this.#parts;
      journal.report({ report: 'finished', assignment: work.message.assignment, ...ended });
      await this.#forgetOldSpools();
      await journal.sync();
      if (ended.counts.changed + ended.counts.removed > 0) onChanged();
    }
    this.#working = false;
    this.#parts.onIdle();
  }

  #next(): ActiveWork | undefined {
    return this.#stopped ? undefined : this.#parts.journal.state.active[0];
  }

  async #run(work: ActiveWork): Promise<Awaited<ReturnType<typeof runAssignment>>> {
    try {
      return await runAssignment(work, this.#parts, () => this.#stopped).finally(() => this.#parts.priors.close());
    } catch (thrown) {
      if (codeOf(thrown) === 'journal_failed') throw thrown;
      this.#parts.log('error', messageOf(thrown), { assignment: work.message.assignment });
      return { outcome: 'failed', counts: NONE, disturbed: work.disturbed, fault: faultOf(thrown) };
    }
  }

  async #finish(assignment: AssignmentId, outcome: Outcome, fault: Fault | undefined): Promise<void> {
    const { journal } = this.#parts;
    const why = fault === undefined ? {} : { fault };
    journal.report({ report: 'finished', assignment, outcome, counts: NONE, disturbed: false, ...why });
    await journal.sync();
  }

  /** Output of commands stays on disk for a controller that was away; but not that of more work than this. */
  async #forgetOldSpools(): Promise<void> {
    const { journal, commands } = this.#parts;
    let forgotten = 0;
    for (const work of journal.state.spools.slice(0, Math.max(0, journal.state.spools.length - SPOOLS_KEPT))) {
      // One that still runs keeps its output, and those behind it wait for it.
      const dropped = await commands.forget(work).then(
        () => true,
        () => false,
      );
      if (!dropped) break;
      forgotten++;
    }
    if (forgotten > 0) journal.append({ is: 'spoolsForgotten', count: forgotten });
  }

  #guard(done: Promise<void>): void {
    done.catch(this.#parts.onFatal);
  }
}

const SPOOLS_KEPT = 256;

const refusal = (code: string, message: string): Fault => faultOf(new AgentError(code, message));
