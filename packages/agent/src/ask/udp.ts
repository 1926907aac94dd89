import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { performance } from 'node:perf_hooks';
import type { Answer } from '@rolecall/protocol';
import { type AskOf, unknown, unreached, value } from './answers.ts';
import { placeOf } from './tcp.ts';

/** A datagram may be lost on a good way too. */
const AGAIN_MS = 300;

/** How long a datagram takes there and back, in milliseconds. */
export async function answerUdp({ host, port, timeoutMs }: AskOf<'udp'>): Promise<Answer> {
  const place = placeOf(host, port);
  const { address, family } = await lookup(host);
  const nonce = randomBytes(16);
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const started = performance.now();
  // Connected, so that a refusal comes back as an error.
  const send = () => socket.send(nonce, () => undefined);
  const again = setInterval(send, AGAIN_MS);
  const timer = setTimeout(() => resolve(unknown(`${place} did not answer within ${timeoutMs} ms`)), timeoutMs);
  socket.on('connect', send);
  socket.on('error', (error) => resolve(unreached(place, error)));
  socket.on('message', (message) => {
    if (message.equals(nonce)) resolve(value({ connectMs: Math.round((performance.now() - started) * 10) / 10 }));
  });
  socket.connect(port, address);
  return promise.finally(() => {
    clearInterval(again);
    clearTimeout(timer);
    socket.close();
  });
}
