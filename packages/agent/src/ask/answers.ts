import type { Answer, Ask, Json } from '@rolecall/protocol';
import { Redactor } from '../runner/redact.ts';

/** One kind of question. */
export type AskOf<Subject extends Ask['ask']> = Extract<Ask, { readonly ask: Subject }>;

/** As long as an answer's text may be, bytes; what is longer is cut. */
export const MAX_TEXT_BYTES = 64 * 1024;
/** As the protocol allows. */
const MAX_REASON = 2048;

export const value = (found: Json): Answer => ({ is: 'value', value: found });
export const absent = (reason: string): Answer => ({ is: 'absent', reason: reason.slice(0, MAX_REASON) });
export const unknown = (reason: string): Answer => ({ is: 'unknown', reason: reason.slice(0, MAX_REASON) });

/**
 * What it means that `place` could not be reached. A refusal is an answer: the host is there and nothing listens. Silence and anything
 * else leaves open whether something does.
 */
export function unreached(place: string, error: NodeJS.ErrnoException): Answer {
  if (error.code === 'ECONNREFUSED') return absent(`nothing listens on ${place}`);
  return unknown(`${place} cannot be asked: ${WORDS[error.code ?? ''] ?? error.message}`);
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNRESET: 'it closed the connection without an answer',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'no name server answers',
};

/**
 * The beginning of a text without the secrets in `hide`, cut between characters so that it is no longer than an answer may be. `bytes`
 * has at least one more byte than that where there is more: a secret that begins before the cut is not shown in part.
 */
export function cut(bytes: Buffer, hide: readonly string[] = []): string {
  const goesOn = bytes.length > MAX_TEXT_BYTES;
  const redactor = new Redactor(hide);
  const shown = redactor.push(bytes);
  // What is held back may be the beginning of a secret, of which the rest was not read.
  const clean = goesOn ? shown : Buffer.concat([shown, redactor.end()]);
  const text = clean.subarray(0, MAX_TEXT_BYTES).toString('utf8');
  // A character that was cut in two decodes to a replacement character; UTF-8 has at most four bytes each.
  return goesOn || clean.length > MAX_TEXT_BYTES ? text.replace(/\uFFFD{1,3}$/, '') : text;
}
