/** Why a resource could not be read or brought to what is wanted, for a person. */
export class ResourceError extends Error {
  /** A provider in a pack brings its own copy of this class: what counts is the name. */
  static override [Symbol.hasInstance](thrown: unknown): boolean {
    return thrown instanceof Error && thrown.name === 'ResourceError';
  }

  readonly code: string;
  readonly command: string | undefined;
  readonly lastLines: readonly string[] | undefined;
  readonly hint: string | undefined;
  /** Of resources that were written together: the parameters of those that this is about. Nothing where nobody can tell. */
  readonly concerns: readonly object[] | 'all' | undefined;

  constructor(
    code: string,
    message: string,
    detail: {
      readonly command?: string | undefined;
      readonly lastLines?: readonly string[] | undefined;
      readonly hint?: string | undefined;
      readonly concerns?: readonly object[] | 'all' | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: detail.cause });
    this.name = 'ResourceError';
    this.code = code;
    this.command = detail.command;
    this.lastLines = detail.lastLines;
    this.hint = detail.hint;
    this.concerns = detail.concerns;
  }
}
