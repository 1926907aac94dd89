import type { Facts, FromAgent, Sha256 } from '@rolecall/protocol';
import { MAX_FRAME_BYTES } from '@rolecall/protocol/limits';
import { messageOf } from '../error.ts';
import type { Log } from '../log.ts';

interface FactSheetOptions {
  readonly gatherFacts: () => Promise<Facts>;
  readonly hashFacts: (facts: Facts) => Sha256;
  readonly log: Log;
}

/** The facts of this host, as far as the controller has them: sent when their hash is another one. */
export class FactSheet {
  readonly #options: FactSheetOptions;
  readonly #reply: (message: FromAgent) => void;
  #hash: Sha256 | undefined;
  /** The hash that the controller holds. */
  #held: Sha256 | null = null;
  #gathering: Promise<void> | undefined;

  constructor(options: FactSheetOptions, reply: (message: FromAgent) => void) {
    this.#options = options;
    this.#reply = reply;
  }

  get hash(): Sha256 | undefined {
    return this.#hash;
  }

  /** The controller said what it holds: gathers, and sends what it lacks. */
  compareWith(held: Sha256 | null): Promise<void> {
    this.#held = held;
    return this.gather();
  }

  /** Gathers, one at a time, and sends what changed; `always`: also what did not. */
  async gather(options: { readonly always?: boolean } = {}): Promise<void> {
    while (this.#gathering !== undefined) await this.#gathering;
    this.#gathering = this.#gatherOnce(options.always ?? false);
    await this.#gathering;
    this.#gathering = undefined;
  }

  async #gatherOnce(always: boolean): Promise<void> {
    const { gatherFacts, hashFacts, log } = this.#options;
    try {
      const facts = await gatherFacts();
      this.#hash = hashFacts(facts);
      if (this.#hash === this.#held && !always) return;
      const message: FromAgent = { type: 'facts', hash: this.#hash, facts };
      const characters = JSON.stringify(message).length;
      if (characters > MAX_FRAME_BYTES) log('error', 'the facts are too large to be sent', { characters });
      else this.#reply(message);
      this.#held = this.#hash;
    } catch (thrown) {
      log('error', `facts could not be gathered: ${messageOf(thrown)}`);
    }
  }
}
