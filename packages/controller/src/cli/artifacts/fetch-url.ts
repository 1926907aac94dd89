import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { ControllerError } from '../../error.ts';
import { cacheFolder } from '../../site/content-cache.ts';
import type { OnSent } from './send.ts';

/** Tries without a single byte more. */
const TRIES = 6;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 20_000;
/** A server that sends nothing for so long is asked anew. */
const SILENCE_MS = 30_000;

/** Content of a URL, in the cache folder of this user until `drop`. */
export interface Fetched {
  readonly path: string;
  drop(): void;
}

/** The server said no; trying again does not help. */
class Refused extends Error {}

/** Whether somebody compares what came with a checksum: then it does no harm to go on without knowing that the server still has the same. */
export interface Expectation {
  readonly isKnown: boolean;
}

/** Fetches a URL into a file, going on where an earlier time ended if the server still has the same. */
export async function fetchUrl(url: URL, expected: Expectation, onFetched: OnSent): Promise<Fetched> {
  const folder = join(cacheFolder(), 'downloads');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, createHash('sha256').update(url.href).digest('hex'));
  for (let attempt = 1; ; attempt++) {
    const before = sizeOf(path);
    try {
      await fetchRest(url, path, expected, onFetched);
      const drop = () => [path, tagOf(path)].forEach((each) => void rmSync(each, { force: true }));
      return { path, drop };
    } catch (cause) {
      if (sizeOf(path) > before) attempt = 0;
      if (cause instanceof Refused || attempt === TRIES) throw notFetched(url, cause);
    }
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
    await pause(longest * (0.5 + Math.random() / 2));
  }
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Beside the content: what the server calls the version of it. Without that nothing is gone on with. */
const tagOf = (path: string): string => `${path}.tag`;

async function fetchRest(url: URL, path: string, { isKnown }: Expectation, onFetched: OnSent): Promise<void> {
  const tag = existsSync(tagOf(path)) ? readFileSync(tagOf(path), 'utf8') : '';
  const from = tag === '' && !isKnown ? 0 : sizeOf(path);
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(new Error(`nothing came for ${SILENCE_MS / 1_000} s`)), SILENCE_MS);
  };
  try {
    const range: Record<string, string> =
      from === 0 ? {} : { range: `bytes=${from}-`, ...(tag === '' ? {} : { 'if-range': tag }) };
    const headers = { 'accept-encoding': 'identity', ...range };
    const answer = await fetch(url, { headers, signal: silence.signal });
    if (answer.status === 416) {
      await answer.body?.cancel();
      // All of it came an earlier time; whoever knows its checksum sees whether that is so.
      return isKnown ? undefined : startAnew(path);
    }
    await take(answer, path, from, (bytes) => {
      heard();
      onFetched(bytes);
    });
  } finally {
    clearTimeout(timer);
  }
}

async function take(answer: Response, path: string, from: number, onFetched: OnSent): Promise<void> {
  if (answer.status !== 200 && answer.status !== 206) {
    await answer.body?.cancel();
    const why = `the server answered ${answer.status}`;
    throw answer.status >= 500 || answer.status === 429 || answer.status === 408 ? new Error(why) : new Refused(why);
  }
  if (answer.body === null) throw new Refused('the server sent nothing');
  const start = answer.status === 206 ? from : 0;
  writeFileSync(tagOf(path), strongTag(answer), { mode: 0o600 });
  let size = start;
  const counted = async function* (pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      size += piece.length;
      onFetched(size);
      yield piece;
    }
  };
  const file = createWriteStream(path, { flags: start === 0 ? 'w' : 'a', mode: 0o600 });
  await pipeline(Readable.fromWeb(answer.body as never), counted, file);
  const length = answer.headers.get('content-length');
  if (length !== null && size - start !== Number(length)) throw new Error('the server ended before all was sent');
}

/** Only strong tags name one content (RFC 9110, 13.1.5). */
function strongTag({ headers }: Response): string {
  const tag = headers.get('etag');
  return tag?.startsWith('"') === true ? tag : '';
}

function startAnew(path: string): never {
  rmSync(path, { force: true });
  rmSync(tagOf(path), { force: true });
  throw new Error('the server has less than was fetched before');
}

function notFetched({ origin, pathname }: URL, cause: unknown): ControllerError {
  const { message } = (cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause) as Error;
  return new ControllerError('not_fetched', `${origin}${pathname} cannot be fetched: ${message}`, {
    hint: 'what came so far is kept: the next time goes on behind it where the server allows that',
    cause,
  });
}
