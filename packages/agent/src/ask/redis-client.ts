import { connect } from 'node:net';
import { decodeReply, encodeCommand, type Reply } from './resp.ts';

/** Replies together may not be longer; an answer could not carry more. */
const MAX_REPLY_BYTES = 128 * 1024;

/** Sends commands over a connection of their own and answers their replies in order. Rejects with the socket's error, or after `timeoutMs`. */
export function talkToRedis(
  place: { readonly host: string; readonly port: number },
  commands: readonly (readonly string[])[],
  timeoutMs: number,
): Promise<readonly Reply[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly Reply[]>();
  const socket = connect(place);
  const timer = setTimeout(() => reject(new Error(`it did not answer within ${timeoutMs} ms`)), timeoutMs);
  let received = Buffer.alloc(0);
  socket.on('connect', () => socket.write(commands.map(encodeCommand).join('')));
  socket.on('error', reject);
  socket.on('close', () => reject(new Error('it closed the connection without an answer')));
  socket.on('data', (piece: Buffer) => {
    received = Buffer.concat([received, piece]);
    try {
      const replies = repliesIn(received, commands.length);
      if (replies !== undefined) resolve(replies);
    } catch (error) {
      reject(error);
    }
  });
  return promise.finally(() => {
    clearTimeout(timer);
    socket.destroy();
  });
}

/** As many replies as commands were sent; nothing while they have not all come. */
function repliesIn(received: Buffer, count: number): readonly Reply[] | undefined {
  const replies: Reply[] = [];
  for (let end = 0; replies.length < count; ) {
    const next = decodeReply(received, end);
    if (next === undefined && received.length > MAX_REPLY_BYTES)
      throw new Error(`it answered more than ${MAX_REPLY_BYTES / 1024} KiB`);
    if (next === undefined) return undefined;
    replies.push(next.reply);
    end = next.end;
  }
  return replies;
}
