import type { Logger } from 'pino';
import type { Database } from '../store/database.ts';
import { CLOSE, type CloseCode } from './close-code.ts';
import type { Link } from './link.ts';

/** Something that has to be stored. */
export interface Job {
  readonly link: Link;
  /** Sent by the agent, or noted here about its link: that holds also where something of the link was refused before. */
  readonly from: 'agent' | 'controller';
  /** Stores it; throws to refuse it. Answers what to do when it is safely on disk. */
  readonly store: () => (() => void) | undefined;
}

/** Refuses a message for a reason that its sender is told. */
export class Refusal extends Error {
  readonly closeCode: CloseCode;

  constructor(closeCode: CloseCode, reason: string) {
    super(reason);
    this.name = 'Refusal';
    this.closeCode = closeCode;
  }
}

/**
 * Stores what arrives, all that came in one turn of the event loop in one transaction: one sync of the disk serves many hosts.
 * What is refused undoes itself alone, and ends its link: what that brought behind it is left, as if it had not arrived.
 */
export class Intake {
  readonly #database: Database;
  readonly #log: Logger;
  readonly #refuse: (link: Link, error: unknown) => void;
  #jobs: Job[] = [];

  constructor(database: Database, log: Logger, refuse: (link: Link, error: unknown) => void) {
    this.#database = database;
    this.#log = log;
    this.#refuse = refuse;
  }

  add(job: Job): void {
    if (this.#jobs.push(job) === 1) setImmediate(() => this.flush());
  }

  /** Stores everything that has arrived, now. */
  flush(): void {
    const jobs = this.#jobs;
    this.#jobs = [];
    if (jobs.length === 0) return;
    const after: (() => void)[] = [];
    const refused = new Map<Link, unknown>();
    try {
      this.#database.transaction(() => {
        for (const job of jobs)
          if (job.from === 'controller' || !refused.has(job.link)) after.push(this.#storeOne(job, refused));
      });
    } catch (error) {
      // Nothing was stored, so nothing is acknowledged: every agent sends it again.
      this.#log.error({ err: error }, 'what agents sent could not be stored');
      for (const { link } of jobs) link.close(CLOSE.notStored, 'the controller could not store it');
      return;
    }
    for (const act of after) act();
    for (const [link, error] of refused) this.#refuse(link, error);
  }

  #storeOne({ link, store }: Job, refused: Map<Link, unknown>): () => void {
    try {
      return this.#database.transaction(store) ?? nothing;
    } catch (error) {
      refused.set(link, error);
      return nothing;
    }
  }
}

const nothing = (): void => undefined;
