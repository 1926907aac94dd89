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

/** The message of whatever was thrown. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** The code of a system error (`ENOSPC`) or of one of ours; nothing where there is none. */
export const codeOf = (thrown: unknown): string | undefined =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
