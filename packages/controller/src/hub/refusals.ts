import type { HostName } from '@rolecall/protocol';
import type { Logger } from 'pino';
import type { Audit } from '../audit/audit.ts';
import { CLOSE } from './close-code.ts';
import { Refusal } from './intake.ts';
import type { Link } from './link.ts';

/** Between two rows of the audit about refusals of the same host, in milliseconds: one that comes back and back fills no disk. */
const AGAIN_MS = 60_000;

/** Ends links for what came over them, and writes that down. */
export class Refusals {
  readonly #audit: Audit;
  readonly #log: Logger;
  /** When the audit last had one of each host; milliseconds of the monotonic clock. */
  readonly #last = new Map<HostName, number>();

  constructor({ audit, log }: { readonly audit: Audit; readonly log: Logger }) {
    this.#audit = audit;
    this.#log = log;
  }

  readonly refuse = (link: Link, error: unknown): void => {
    const { host } = link;
    const { closeCode, message } =
      error instanceof Refusal ? error : new Refusal(CLOSE.notStored, 'the controller failed');
    this.#log.warn({ err: error, host, code: closeCode }, 'a link was refused');
    const now = performance.now();
    if (now - (this.#last.get(host) ?? Number.NEGATIVE_INFINITY) >= AGAIN_MS) {
      this.#last.set(host, now);
      this.#audit.record({ operator: `host ${host}`, verb: 'link.refused', subject: `${closeCode} ${message}` });
    }
    link.close(closeCode, message);
  };
}
