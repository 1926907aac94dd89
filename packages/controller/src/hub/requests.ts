import type { FromAgentOf, HostName } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import { CLOSE } from './close-code.ts';
import type { Link } from './link.ts';

/** Requests to one host at a time; more is a mistake of ours. */
const MAX_PENDING = 256;

type Answer = FromAgentOf<'answers'> | FromAgentOf<'planned'>;

interface Pending {
  readonly link: Link;
  readonly deadlineMs: number;
  readonly take: (answer: Answer) => 'more' | 'done' | 'unfit';
  readonly reject: (error: ControllerError) => void;
  timer: NodeJS.Timeout;
}

/** Requests that were sent and not answered. Each ends: by its answer, its deadline, or the end of its link. */
export class Requests {
  readonly #pending = new Map<string, Pending>();
  #last = 0;

  /**
   * Sends a request and collects its answer. `deadlineMs` counts from the last part that came.
   * @throws ControllerError `no_answer`, `unreachable`, or what `send` throws.
   */
  ask<T>(
    link: Link,
    deadlineMs: number,
    send: (id: string) => void,
    collect: (answer: Answer) => 'more' | 'unfit' | { readonly done: T },
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#countOf(link) >= MAX_PENDING) {
        return reject(new ControllerError('busy', `${link.host} has ${MAX_PENDING} unanswered questions`));
      }
      const id = (++this.#last).toString(36);
      const take = (answer: Answer) => {
        const collected = collect(answer);
        if (typeof collected === 'string') return collected;
        resolve(collected.done);
        return 'done';
      };
      this.#pending.set(id, { link, deadlineMs, take, reject, timer: this.#clock(id, link.host, deadlineMs) });
      try {
        send(id);
      } catch (error) {
        this.#forget(id);
        reject(error);
      }
    });
  }

  /** An answer to nothing came too late and is dropped; one that does not fit its question ends the link. */
  answered(link: Link, answer: Answer): void {
    const pending = this.#pending.get(answer.id);
    if (pending === undefined || pending.link !== link) return;
    const taken = pending.take(answer);
    if (taken === 'more') {
      clearTimeout(pending.timer);
      pending.timer = this.#clock(answer.id, link.host, pending.deadlineMs);
      return;
    }
    this.#forget(answer.id);
    if (taken === 'done') return;
    pending.reject(new ControllerError('no_answer', `${link.host} gave an answer that does not fit the question`));
    link.close(CLOSE.notUnderstood, 'an answer does not fit its question');
  }

  /** Its link is gone, so no answer will come. */
  ended(link: Link): void {
    for (const [id, pending] of this.#pending) {
      if (pending.link !== link) continue;
      this.#forget(id);
      pending.reject(new ControllerError('unreachable', `${link.host} lost its link before it answered`));
    }
  }

  #clock(id: string, host: HostName, deadlineMs: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#pending.get(id)?.reject(new ControllerError('no_answer', `${host} did not answer within ${deadlineMs} ms`));
      this.#forget(id);
    }, deadlineMs);
  }

  #forget(id: string): void {
    clearTimeout(this.#pending.get(id)?.timer);
    this.#pending.delete(id);
  }

  #countOf(link: Link): number {
    let count = 0;
    for (const pending of this.#pending.values()) if (pending.link === link) count++;
    return count;
  }
}
