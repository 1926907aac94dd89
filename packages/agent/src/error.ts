/** What went wrong in the agent itself, for the person who reads its log. */
export class AgentError extends Error {
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, detail: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super(message, { cause: detail.cause });
    this.name = 'AgentError';
    this.code = code;
    this.hint = detail.hint;
  }
}

/** The message of whatever was thrown. By its shape: an error of another realm is no instance of this one's class. */
export const messageOf = (thrown: unknown): string =>
  isObject(thrown) && typeof thrown.message === 'string' ? thrown.message : String(thrown);

/** The code of a system error (`ENOSPC`) or of one of ours; nothing where there is none. */
export const codeOf = (thrown: unknown): string | undefined =>
  isObject(thrown) && typeof thrown.code === 'string' ? thrown.code : undefined;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
