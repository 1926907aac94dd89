import { MISSED_BEATS } from '@rolecall/protocol/limits';
import { jittered } from './backoff.ts';

export interface HeartbeatHooks {
  /** Time to be heard. */
  beat(): void;
  /** Nothing was heard for so long that the link must be dead. */
  silent(): void;
}

/** One timer a link: lets itself be heard, and notices when the other side no longer is. */
export class Heartbeat {
  readonly #periodMs: number;
  readonly #hooks: HeartbeatHooks;
  #heardAt = performance.now();
  #timer: NodeJS.Timeout;

  constructor(periodMs: number, hooks: HeartbeatHooks) {
    this.#periodMs = periodMs;
    this.#hooks = hooks;
    this.#timer = this.#next();
  }

  heard(): void {
    this.#heardAt = performance.now();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #next(): NodeJS.Timeout {
    return setTimeout(() => this.#turn(), jittered(this.#periodMs, Math.random));
  }

  #turn(): void {
    if (performance.now() - this.#heardAt > MISSED_BEATS * this.#periodMs) {
      this.#hooks.silent();
      return;
    }
    this.#hooks.beat();
    this.#timer = this.#next();
  }
}
