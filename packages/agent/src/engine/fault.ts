import type { Fault } from '@rolecall/protocol';
import { ResourceError } from '@rolecall/resources/error';
import { AgentError, codeOf, messageOf } from '../error.ts';

/** Shorter values are not looked for in texts: they would be found in the middle of words. */
const SHORTEST_HIDDEN = 6;
const HIDDEN = '‹secret›';

/** The values that must not appear in anything that is reported, longest first. */
export const hiddenValues = (secrets: Iterable<string>): readonly string[] =>
  [...new Set(secrets)].filter((value) => value.length >= SHORTEST_HIDDEN).sort((a, b) => b.length - a.length);

/** A text without the values of secrets. */
export const redact = (text: string, hide: readonly string[]): string =>
  hide.reduce((redacted, value) => redacted.replaceAll(value, HIDDEN), text);

/** What was thrown, as a report carries it: within its bounds and without secrets. */
export function faultOf(thrown: unknown, hide: readonly string[] = []): Fault {
  const detail = thrown instanceof ResourceError ? thrown : undefined;
  const shown = (text: string, most: number) => redact(text, hide).slice(0, most);
  return {
    code: faultCode(thrown).slice(0, 64),
    message: shown(messageOf(thrown), 4096),
    ...(detail?.command === undefined ? {} : { command: shown(detail.command, 4096) }),
    ...(detail?.lastLines === undefined
      ? {}
      : { lastLines: detail.lastLines.slice(-20).map((line) => shown(line, 2048)) }),
    ...hintOf(thrown),
  };
}

function faultCode(thrown: unknown): string {
  const code = codeOf(thrown);
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'disk_full';
  return code ?? 'internal';
}

function hintOf(thrown: unknown): { hint?: string } {
  const hint = thrown instanceof ResourceError || thrown instanceof AgentError ? thrown.hint : undefined;
  if (hint !== undefined) return { hint: hint.slice(0, 2048) };
  return faultCode(thrown) === 'disk_full' ? { hint: 'free some space on the host, then resume the run' } : {};
}
