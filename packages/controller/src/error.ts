import type { Fault, Source } from '@rolecall/protocol';
import { showSource } from '@rolecall/protocol/show-source';

/** What the controller or its command line refuses or cannot do, for a person. */
export class ControllerError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  /** Where in the site it stands. */
  readonly at: Source | undefined;

  constructor(
    code: string,
    message: string,
    detail: { readonly hint?: string | undefined; readonly at?: Source | undefined; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: detail.cause });
    this.name = 'ControllerError';
    this.code = code;
    this.hint = detail.hint;
    this.at = detail.at;
  }

  /** The same as data, as it goes to operators: with its place before it. */
  toFault(): Fault {
    const message = this.at === undefined ? this.message : `${showSource(this.at)}: ${this.message}`;
    return { code: this.code, message, ...(this.hint === undefined ? {} : { hint: this.hint }) };
  }
}
