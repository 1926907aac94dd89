import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { ResourceError } from '@rolecall/resources/error';
import { messageOf } from '../error.ts';
import type { Source } from './source.ts';

/** As many as browsers follow in practice for one file. */
const MAX_REDIRECTS = 5;
const SILENCE_MS = 30_000;

/** Trying again may help. */
export class Interrupted extends Error {}

/** The server has others to serve first. */
export class Busy extends Interrupted {}

/** Asks for content from a byte on; follows redirects, but never to where it could be read or changed on its way. */
export async function askFrom(source: Source, from: number, signal: AbortSignal): Promise<IncomingMessage> {
  let { url, options } = source;
  for (let redirects = 0; ; redirects++) {
    const answer = await ask({ url, options }, from, signal);
    const status = answer.statusCode ?? 0;
    const { location } = answer.headers;
    if (status < 300 || status >= 400 || location === undefined) return judged(answer, url);
    answer.destroy();
    if (redirects === MAX_REDIRECTS) throw cannot(url, 'it is redirected again and again');
    const next = new URL(location, url);
    if (!['http:', 'https:'].includes(next.protocol) || (url.protocol === 'https:' && next.protocol === 'http:')) {
      throw cannot(url, `it is redirected to ${next.origin}, which is not as safe`);
    }
    // What was meant for one server, a password perhaps, is not given to another.
    if (next.origin !== url.origin) options = {};
    url = next;
  }
}

function ask({ url, options }: Source, from: number, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const range = from === 0 ? {} : { range: `bytes=${from}-` };
    const headers = { 'user-agent': 'rolecall', 'accept-encoding': 'identity', ...options.headers, ...range };
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    const asked = request(url, { ...options, headers, agent: false, timeout: SILENCE_MS, signal }, resolve);
    asked.on('timeout', () => asked.destroy(new Error(`nothing came for ${SILENCE_MS / 1000} s`)));
    asked.on('error', (cause) => reject(new Interrupted(`${shown(url)}: ${messageOf(cause)}`, { cause })));
    asked.end();
  });
}

function judged(answer: IncomingMessage, url: URL): IncomingMessage {
  const status = answer.statusCode ?? 0;
  if (status === 200 || status === 206 || status === 416) return answer;
  answer.destroy();
  if (status === 503 && answer.headers['retry-after'] !== undefined) throw new Busy(`${shown(url)} is busy`);
  if (status >= 500 || status === 408 || status === 429) throw new Interrupted(`${shown(url)} answered ${status}`);
  throw cannot(url, `the server answered ${status}`);
}

const cannot = (url: URL, why: string): ResourceError =>
  new ResourceError('not_fetched', `${shown(url)} cannot be fetched: ${why}.`, {
    hint: 'Check the address, and that this host may fetch from it.',
  });

/** Without user, password and query, which may be secret. */
export const shown = (url: URL): string => `${url.origin}${url.pathname}`;
