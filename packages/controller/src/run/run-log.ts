import type { RunEvent, RunId, StoredEvent } from '@rolecall/protocol';
import type { Database } from '../store/database.ts';
import { appendEvent, eventsOf } from '../store/runs.ts';
import { Signal } from './signal.ts';
import { emptyState, type RunState, reduce } from './state.ts';

/** How far a run's events were read, and the run as those make it. */
interface Reading {
  readonly state: RunState;
  readonly seq: number;
}

/**
 * One run's events. The store is the truth: the state here is a fold over what was committed to it. Within a transaction what it
 * has written is seen as well, each event read once; where something is undone, it was never seen.
 */
export class RunLog {
  readonly run: RunId;
  readonly changed = new Signal();
  readonly #database: Database;
  #committed: Reading = { state: emptyState, seq: 0 };
  /** With what a transaction wrote besides: true for as long as nothing was undone since. */
  #latest: Reading & { readonly undone: number };

  constructor(database: Database, run: RunId) {
    this.#database = database;
    this.run = run;
    this.#latest = { ...this.#committed, undone: database.undone };
    this.catchUp();
  }

  get state(): RunState {
    return (this.#database.inTransaction ? this.#readOn() : this.#committed).state;
  }

  append(body: RunEvent): void {
    appendEvent(this.#database, this.run, body);
    this.catchUp();
  }

  /** All of these or none. */
  appendAll(bodies: readonly RunEvent[]): void {
    this.#database.transaction(() => {
      for (const body of bodies) appendEvent(this.#database, this.run, body);
    });
    this.catchUp();
  }

  /** Reads what was committed since, also by others, and wakes who waits for it; within a transaction, once that is over. */
  catchUp(): void {
    if (this.#database.inTransaction) {
      queueMicrotask(() => this.catchUp());
      return;
    }
    const { seq } = this.#committed;
    this.#committed = this.#readOn();
    if (this.#committed.seq > seq) this.changed.raise();
  }

  /** The events after a place, and with `follow` those to come until the run has finished. */
  async *events(after: number, follow: boolean, abort: AbortSignal): AsyncIterable<StoredEvent> {
    let seq = after;
    for (;;) {
      const seen = this.changed.count;
      // Looked at before the events are read: whoever takes them slowly gets those that come meanwhile, too.
      const over = this.#committed.state.finished !== null;
      for (const event of eventsOf(this.#database, this.run, seq)) {
        yield event;
        seq = event.seq;
      }
      if (!follow || over || abort.aborted) return;
      await this.changed.after(seen, undefined, abort);
    }
  }

  #readOn(): Reading {
    const { undone } = this.#database;
    const { state, seq } = this.#latest.undone === undone ? this.#latest : this.#committed;
    const events = eventsOf(this.#database, this.run, seq);
    this.#latest = { state: events.reduce<RunState>(reduce, state), seq: events.at(-1)?.seq ?? seq, undone };
    return this.#latest;
  }
}
