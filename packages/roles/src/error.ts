import type { Source } from '@rolecall/protocol';

/** What is wrong with a site or a role; a caller may choose by it. */
export type RoleErrorCode =
  | 'bad_role'
  | 'bad_site'
  | 'bad_params'
  | 'bad_resource'
  | 'bad_kind'
  | 'bad_question'
  | 'bad_answer'
  | 'not_plain'
  | 'secret_exposed'
  | 'unknown_host'
  | 'unknown_use'
  | 'no_majority'
  | 'sealed';

/** A mistake in a site or a role, said in one sentence, with the place where its author made it. */
export class RoleError extends Error {
  override readonly name = 'RoleError';
  readonly code: RoleErrorCode;
  /** A place in the bundle; absent where only the stack can tell. */
  readonly at: Source | undefined;

  constructor(
    code: RoleErrorCode,
    message: string,
    options: { readonly at?: Source | undefined; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.at = options.at;
  }
}
