import type { Hold, InstanceId, RunEventOf } from '@rolecall/protocol';
import { ALONE, type Around } from './around.ts';
import { whyNot } from './gates/gates.ts';
import type { RunState } from './state.ts';
import { Survey } from './survey.ts';

/** What is held for longer than this is worth a line, in milliseconds. */
export const MOMENT_MS = 1_000;
/** So often the log of a run says of one instance why it waits, each time after twice as long as before. */
const MOST_OF_ONE = 10;
/** So many at once, and in a whole run: with thousands of instances most wait for the same thing. */
const MOST_AT_ONCE = 20;
const MOST_OF_A_RUN = 1_000;

interface Waiting {
  readonly gates: string;
  /** What was last told, how often, and from when on something may be told again. */
  readonly told: string;
  readonly times: number;
  readonly next: number;
}

/** Tells why instances wait: once for each change of the reason, when it has held them for longer than a moment. */
export class Holding {
  readonly #momentMs: number;
  readonly #waiting = new Map<InstanceId, Waiting>();
  #looked = Number.NEGATIVE_INFINITY;
  #told = 0;

  constructor(momentMs: number = MOMENT_MS) {
    this.#momentMs = momentMs;
  }

  /** What there is to tell at a time, in milliseconds of one clock; it is looked at once a moment. */
  news(run: RunState, now: number, around: Around = ALONE): readonly RunEventOf<'held'>[] {
    if (now - this.#looked < this.#momentMs || this.#told >= MOST_OF_A_RUN) return [];
    this.#looked = now;
    const survey = new Survey(run, around);
    const news: RunEventOf<'held'>[] = [];
    for (const one of run.instances.values()) {
      if (one.phase !== 'waiting') this.#waiting.delete(one.instance);
      else if (news.length < MOST_AT_ONCE) news.push(...this.#look(one.instance, whyNot(one, survey), now));
    }
    this.#told += news.length;
    return news;
  }

  #look(instance: InstanceId, holds: readonly Hold[], now: number): readonly RunEventOf<'held'>[] {
    const gates = holds.map(({ gate }) => gate).join();
    const reason = holds.map((hold) => hold.reason).join();
    const before = this.#waiting.get(instance) ?? { gates: '', told: '', times: 0, next: 0 };
    const isNew = gates !== before.gates || gates === '';
    if (isNew || reason === before.told || before.times >= MOST_OF_ONE || now < before.next) {
      this.#waiting.set(instance, { ...before, gates });
      return [];
    }
    const times = before.times + 1;
    this.#waiting.set(instance, { gates, told: reason, times, next: now + this.#momentMs * 2 ** times });
    return [
      { event: 'held', instance, holds: holds.map((hold) => ({ ...hold, reason: hold.reason.slice(0, 1_024) })) },
    ];
  }
}
