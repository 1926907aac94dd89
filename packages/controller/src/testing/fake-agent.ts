import type {
  Answer,
  Ask,
  AssignmentId,
  Catalog,
  Change,
  Fault,
  HostName,
  Outcome,
  Report,
  ReportOf,
  ToAgentOf,
} from '@rolecall/protocol';
import { partsOfAssignment } from '@rolecall/protocol/id-parts';
import { FakeLedger } from './fake-ledger.ts';

type Apply = ToAgentOf<'apply'>;

/** Where an agent is linked to. */
export interface Uplink {
  deliver(host: HostName, epoch: string, report: { readonly seq: number; readonly body: Report }): void;
  catalogOf(host: HostName, apply: Apply): Catalog;
}

/** How its host behaves; each may be replaced while it runs. */
export interface Behaviour {
  answer: (ask: Ask) => Answer | Promise<Answer>;
  /** What goes wrong with an assignment, if anything. */
  fault: (assignment: AssignmentId) => Fault | undefined;
  /** Work goes on when this resolves. */
  pause: (assignment: AssignmentId) => Promise<void>;
}

/**
 * One host's agent without a host: it takes each assignment on once, keeps reports until they are acknowledged, and remembers
 * what its host was brought to, so that it plans like one. It outlives controllers.
 */
export class FakeAgent {
  readonly host: HostName;
  readonly behaviour: Behaviour = {
    answer: () => ({ is: 'value', value: { connectMs: 1 } }),
    fault: () => undefined,
    pause: () => Promise.resolve(),
  };
  /** What was carried out, in its order, each as often as it was. */
  readonly executed: AssignmentId[] = [];
  /** What the last command of each job prints. */
  prints = '';
  epoch: string;
  uplink: Uplink | undefined;
  readonly #ledger = new FakeLedger();
  readonly #taken = new Map<AssignmentId, ReportOf<'finished'> | 'open'>();
  readonly #cancels = new Map<AssignmentId, () => void>();
  readonly #kept: { readonly seq: number; readonly body: Report }[] = [];
  #seq = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(host: HostName) {
    this.host = host;
    this.epoch = `epoch-of-${host}`;
  }

  /** The first report that nobody has acknowledged. */
  get firstUnacknowledged(): number {
    return this.#kept[0]?.seq ?? this.#seq + 1;
  }

  /** Sends what is not acknowledged again, as after every greeting. */
  sendKept(): void {
    for (const report of this.#kept) this.uplink?.deliver(this.host, this.epoch, report);
  }

  acknowledge(seq: number): void {
    while ((this.#kept[0]?.seq ?? Number.POSITIVE_INFINITY) <= seq) this.#kept.shift();
  }

  /** What differs from a catalog, and what is left over of former ones. */
  compare(catalog: Catalog): readonly Change[] {
    return this.#ledger.compare(catalog);
  }

  apply(message: Apply): void {
    const { assignment } = message;
    const taken = this.#taken.get(assignment);
    if (taken !== undefined) {
      if (taken !== 'open') this.report(taken);
      return;
    }
    if (Date.now() > message.notAfter) {
      this.#finish(assignment, 'failed', false, { code: 'too_late', message: 'the work arrived after its time' });
      return;
    }
    const catalog = this.uplink?.catalogOf(this.host, message);
    if (catalog === undefined) return;
    this.#taken.set(assignment, 'open');
    this.report({ report: 'accepted', assignment });
    const cancelled = new Promise<'cancelled'>((resolve) => this.#cancels.set(assignment, () => resolve('cancelled')));
    this.#last = this.#last.then(async () => {
      const ended = await Promise.race([cancelled, this.behaviour.pause(assignment)]);
      this.#carryOut(assignment, catalog, ended === 'cancelled');
    });
  }

  cancel(assignment: AssignmentId): void {
    const taken = this.#taken.get(assignment);
    if (taken === 'open') this.#cancels.get(assignment)?.();
    else this.#finish(assignment, 'cancelled', false, undefined);
  }

  /** Writes a report to its journal, and sends it if there is a link. */
  report(body: Report): void {
    const report = { seq: ++this.#seq, body };
    this.#kept.push(report);
    this.uplink?.deliver(this.host, this.epoch, report);
  }

  /** Lets whatever it is given wait until the answer is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.behaviour.pause = () => promise;
    return resolve;
  }

  /** Somebody changes something on the host behind its back. */
  alter(resource: string): void {
    if (this.#ledger.has(resource)) this.bring(resource);
  }

  /** Something is on the host already, and not as it should be. */
  bring(resource: string): void {
    this.#ledger.set(resource, 'not as it should be');
  }

  /** Whether something is on the host. */
  has(resource: string): boolean {
    return this.#ledger.has(resource);
  }

  /** Begins a new journal, and with it forgets what was not acknowledged. */
  forget(): void {
    this.#kept.length = 0;
    this.epoch += '+';
  }

  /** When all that it was given is done. */
  idle(): Promise<void> {
    return this.#last;
  }

  #carryOut(assignment: AssignmentId, catalog: Catalog, cancelled: boolean): void {
    if (!cancelled) this.executed.push(assignment);
    const fault = cancelled ? undefined : this.behaviour.fault(assignment);
    const { run, stage } = partsOfAssignment(assignment);
    const compared = stage === 'converge' ? this.compare(catalog) : this.#ledger.differences(catalog);
    const changes = cancelled || fault !== undefined ? [] : compared;
    if (stage === 'converge' && !cancelled && fault === undefined) this.#ledger.settle(run, catalog, changes);
    for (const change of changes) {
      const outcome = change.action === 'remove' ? 'removed' : 'changed';
      this.report({ report: 'resource', assignment, change, outcome, durationMs: 1 });
    }
    const disturbed = changes.some(({ kind }) => kind === 'service');
    const done = changes.length > 0 ? 'changed' : 'ok';
    this.#finish(assignment, cancelled ? 'cancelled' : fault === undefined ? done : 'failed', disturbed, fault);
  }

  #finish(assignment: AssignmentId, outcome: Outcome, disturbed: boolean, fault: Fault | undefined): void {
    const counts = { ok: 0, changed: 0, removed: 0, failed: 0, skipped: 0 };
    const why = fault === undefined ? {} : { fault };
    const output = partsOfAssignment(assignment).stage === 'job' ? { output: this.prints } : {};
    const report = { report: 'finished', assignment, outcome, counts, disturbed, ...why, ...output } as const;
    this.#taken.set(assignment, report);
    this.report(report);
  }
}
