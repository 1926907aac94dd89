import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { decodeReply, encodeCommand, type Reply, RespError } from '../../../packages/agent/src/ask/resp.ts';

/** Where a server or sentinel is, and how one logs in there. */
export interface Login {
  readonly password: string;
  readonly user?: string;
  /** The authority to trust, in PEM, where TLS is spoken. */
  readonly ca?: string;
}

/** One connection to a server or sentinel. */
export interface RedisConnection extends Disposable {
  /** Its answer to one command; rejects with what it refuses, and where the connection ends or nothing comes in time. */
  ask(...words: readonly string[]): Promise<Reply>;
}

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

/** Logs in; every answer may take `timeoutMs`. */
export async function redisConnection(
  host: string,
  port: number,
  login: Login,
  timeoutMs: number,
): Promise<RedisConnection> {
  const socket = login.ca === undefined ? connect({ host, port }) : connectTls({ host, port, ca: login.ca });
  const ask = asking(socket, timeoutMs);
  try {
    await ask('AUTH', login.user ?? 'default', login.password);
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return { ask, [Symbol.dispose]: () => socket.destroy() };
}

function asking(socket: Socket, timeoutMs: number): RedisConnection['ask'] {
  const waiting: Waiting[] = [];
  let received: Buffer = Buffer.alloc(0);
  const end = (error: Error): void => {
    socket.destroy();
    for (const one of waiting.splice(0)) one.reject(error);
  };
  socket.setTimeout(timeoutMs, () => end(new Error('it did not answer in time')));
  socket.on('error', end);
  socket.on('close', () => end(new Error('it closed the connection')));
  socket.on('data', (piece: Buffer) => {
    received = Buffer.concat([received, piece]);
    for (let next = decodeReply(received); next !== undefined; next = decodeReply(received)) {
      received = received.subarray(next.end);
      const one = waiting.shift();
      if (next.reply instanceof RespError) one?.reject(new Error(next.reply.message));
      else one?.resolve(next.reply);
    }
  });
  return (...words) => {
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    if (socket.destroyed) return Promise.reject(new Error('it closed the connection'));
    waiting.push({ resolve, reject });
    socket.write(encodeCommand(words));
    return promise;
  };
}
