import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { Answer } from '@rolecall/protocol';
import { type AskOf, unknown, value } from './answers.ts';

/** Listening at once, on one host. */
const MAX_OPEN = 64;
/** Longer datagrams are not sent back: an answer is never more than was asked. */
const MAX_DATAGRAM_BYTES = 64;
/** Whoever says nothing for so long is let go. */
const MAX_CONNECTED_MS = 1_000;

/** Sets the end of each port that is listened on, by `PORT/TRANSPORT`. */
const open = new Map<string, (afterMs: number) => void>();

/** Listens for a while; the answer comes as soon as it does. Asked again while it does, it ends after the new while. */
export async function answerListen({ transport, port, forMs }: AskOf<'listen'>): Promise<Answer> {
  const key = `${port}/${transport}`;
  const endAfter = open.get(key);
  endAfter?.(forMs);
  if (endAfter !== undefined) return value(true);
  if (open.size >= MAX_OPEN) return unknown(`${MAX_OPEN} ports are listened on already`);
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const listener = transport === 'tcp' ? listenTcp(port) : listenUdp(port);
  let timer: NodeJS.Timeout | undefined;
  open.set(key, (afterMs) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // From here on nobody gets through, though its end is only told once the last who came has gone.
      open.delete(key);
      listener.close();
    }, afterMs).unref();
  });
  open.get(key)?.(forMs);
  // Neither keeps an agent from ending.
  listener.unref();
  listener.on('listening', () => resolve(value(true)));
  listener.on('error', (error: NodeJS.ErrnoException) => {
    clearTimeout(timer);
    open.delete(key);
    listener.close();
    const isTaken = error.code === 'EADDRINUSE';
    resolve(isTaken ? value(false) : unknown(`port ${key} cannot be listened on: ${error.message}`));
  });
  return promise;
}

const listenTcp = (port: number) =>
  // Whoever connects lets go first: the side that does keeps the connection's remains for a minute (TIME_WAIT), and here a service is to start.
  createServer((socket) => {
    socket.on('error', () => undefined);
    socket.setTimeout(MAX_CONNECTED_MS, () => socket.destroy());
    socket.resume();
  }).listen({ port });

function listenUdp(port: number) {
  const socket = createSocket({ type: 'udp6', ipv6Only: false });
  socket.on('message', (message, { address, port: back }) => {
    if (message.length <= MAX_DATAGRAM_BYTES) socket.send(message, back, address, () => undefined);
  });
  return socket.bind({ port });
}
