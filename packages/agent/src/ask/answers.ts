import type { Answer, Ask, Json } from '@rolecall/protocol';

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

/** The beginning of a text, cut between characters so that it is no longer than an answer may be. */
export function cut(bytes: Buffer): string {
  if (bytes.length <= MAX_TEXT_BYTES) return bytes.toString('utf8');
  // A character that was cut in two decodes to a replacement character; UTF-8 has at most four bytes each.
  return bytes
    .subarray(0, MAX_TEXT_BYTES)
    .toString('utf8')
    .replace(/\uFFFD{1,3}$/, '');
}
