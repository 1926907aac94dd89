import type { RunEvent, RunId, StoredEvent } from '@rolecall/protocol';
import type { Database } from '../store/database.ts';
import { appendEvent, eventsOf } from '../store/runs.ts';
import { Signal } from './signal.ts';
import { emptyState, type RunState, reduce } from './state.ts';

/**
 * One run's events. The store is the truth: the state here is a fold over what was committed to it. Within a transaction what it
 * has written is seen, but not kept, since it may be undone.
 */
export class RunLog {
  readonly run: RunId;
  readonly changed = new Signal();
  readonly #database: Database;
  #state: RunState = emptyState;
  #seq = 0;

  constructor(database: Database, run: RunId) {
    this.#database = database;
    this.run = run;
    this.catchUp();
  }

  get state(): RunState {
    if (!this.#database.inTransaction) return this.#state;
    return eventsOf(this.#database, this.run, this.#seq).reduce<RunState>(reduce, this.#state);
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
    const events = eventsOf(this.#database, this.run, this.#seq);
    if (events.length === 0) return;
    this.#state = events.reduce<RunState>(reduce, this.#state);
    this.#seq = events.at(-1)?.seq ?? this.#seq;
    this.changed.raise();
  }

  /** The events after a place, and with `follow` those to come until the run has finished. */
  async *events(after: number, follow: boolean, abort: AbortSignal): AsyncIterable<StoredEvent> {
    let seq = after;
    for (;;) {
      const seen = this.changed.count;
      // Looked at before the events are read: whoever takes them slowly gets those that come meanwhile, too.
      const over = this.#state.finished !== null;
      for (const event of eventsOf(this.#database, this.run, seq)) {
        yield event;
        seq = event.seq;
      }
      if (!follow || over || abort.aborted) return;
      await this.changed.after(seen, undefined, abort);
    }
  }
}
