import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Answer } from '@rolecall/protocol';
import { type AskOf, unknown, unreached, value } from './answers.ts';

/** How long connecting takes, in milliseconds. The connection is closed at once. */
export function answerTcp({ host = '127.0.0.1', port, timeoutMs }: AskOf<'tcp'>): Promise<Answer> {
  const place = placeOf(host, port);
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const started = performance.now();
  const socket = connect({ host, port });
  const timer = setTimeout(() => resolve(unknown(`${place} did not answer within ${timeoutMs} ms`)), timeoutMs);
  socket.on('connect', () => resolve(value({ connectMs: Math.round((performance.now() - started) * 10) / 10 })));
  socket.on('error', (error) => resolve(unreached(place, error)));
  return promise.finally(() => {
    clearTimeout(timer);
    socket.destroy();
  });
}

/** `HOST:PORT`, with IPv6 addresses in brackets. */
export const placeOf = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
