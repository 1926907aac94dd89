import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Answer } from '@rolecall/protocol';
import { type AskOf, cut, MAX_TEXT_BYTES, unknown, unreached, value } from './answers.ts';
import { placeOf } from './tcp.ts';

/** A GET without following redirects: `{ status, body }`. A body that goes on for longer than an answer may be is not waited for. */
export function answerHttp({ url, timeoutMs }: AskOf<'http'>, hide: readonly string[]): Promise<Answer> {
  const target = URL.parse(url);
  if (target === null) return Promise.resolve(unknown(`${url} is no URL`));
  const send = target.protocol === 'http:' ? requestHttp : requestHttps;
  const place = placeOf(target.hostname, Number(target.port || (send === requestHttp ? 80 : 443)));
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const request = send(target, { agent: false, headers: { 'user-agent': 'rolecall' } });
  const timer = setTimeout(() => resolve(unknown(`${place} did not answer within ${timeoutMs} ms`)), timeoutMs);
  const fail = (error: Error): void => resolve(unreached(place, error));
  request.on('error', fail);
  request.on('response', (response) =>
    readBody(response, hide).then((body) => resolve(value({ status: response.statusCode ?? 0, body })), fail),
  );
  request.end();
  return promise.finally(() => {
    clearTimeout(timer);
    request.destroy();
  });
}

async function readBody(response: IncomingMessage, hide: readonly string[]): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of response) {
    pieces.push(piece);
    size += piece.length;
    if (size > MAX_TEXT_BYTES) break;
  }
  return cut(Buffer.concat(pieces), hide);
}
