import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { Answer } from '@rolecall/protocol';
import { type AskOf, unknown, value } from './answers.ts';

/** Listening at once, on one host. */
const MAX_OPEN = 64;
/** Longer datagrams are not sent back: an answer is never more than was asked. */
const MAX_DATAGRAM_BYTES = 64;
let open = 0;

/** Listens for a while; the answer comes as soon as it does. */
export async function answerListen({ transport, port, forMs }: AskOf<'listen'>): Promise<Answer> {
  if (open >= MAX_OPEN) return unknown(`${MAX_OPEN} ports are listened on already`);
  open++;
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const listener = transport === 'tcp' ? listenTcp(port) : listenUdp(port);
  const ended = setTimeout(() => listener.close(), forMs).unref();
  // Neither keeps an agent from ending.
  listener.unref();
  listener.on('listening', () => resolve(value(true)));
  listener.on('close', () => open--);
  listener.on('error', (error: NodeJS.ErrnoException) => {
    clearTimeout(ended);
    listener.close();
    const isTaken = error.code === 'EADDRINUSE';
    resolve(isTaken ? value(false) : unknown(`port ${port}/${transport} cannot be listened on: ${error.message}`));
  });
  return promise;
}

const listenTcp = (port: number) =>
  createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.destroy();
  }).listen({ port });

function listenUdp(port: number) {
  const socket = createSocket({ type: 'udp6', ipv6Only: false });
  socket.on('message', (message, { address, port: back }) => {
    if (message.length <= MAX_DATAGRAM_BYTES) socket.send(message, back, address, () => undefined);
  });
  return socket.bind({ port });
}
