import { connect, type Socket } from 'node:net';
import { type Call, messageLength, type Reply, readReply, writeCall } from './message.ts';

/** The socket on which systemctl itself asks, as root: no bus in between. */
export const SYSTEMD_SOCKET = '/run/systemd/private';

/** systemd answers within milliseconds; one that reloads hundreds of units takes a second or two. */
const LIMIT_MS = 5_000;
/** Some 200 bytes a unit; a host with ten thousand is far beyond what we are made for. */
const LIMIT_BYTES = 8 * 1024 * 1024;
/** So many calls are on their way at once: systemd does other things between two. */
const AHEAD = 128;

/**
 * Asks systemd on one connection and gives its replies in the order of the calls: a millisecond, where starting systemctl takes fifteen.
 * Throws where systemd is not there or does not answer.
 */
export function askSystemd(socketPath: string, calls: readonly Call[]): Promise<readonly Reply[]> {
  if (calls.length === 0) return Promise.resolve([]);
  const { promise, resolve, reject } = Promise.withResolvers<readonly Reply[]>();
  const socket = connect(socketPath);
  const talk = new Talk(calls, socket);
  socket.setTimeout(LIMIT_MS, () => reject(new Error(`systemd did not answer within ${LIMIT_MS} ms`)));
  socket.on('connect', () => talk.begin());
  socket.on('error', (cause) =>
    reject(new Error(`systemd cannot be asked at ${socketPath}: ${cause.message}`, { cause })),
  );
  socket.on('close', () => reject(new Error('systemd closed the connection without an answer')));
  socket.on('data', (chunk: Buffer) => {
    try {
      const replies = talk.take(chunk);
      if (replies !== undefined) resolve(replies);
    } catch (error) {
      reject(error);
    }
  });
  return promise.finally(() => socket.destroy());
}

/** One connection's worth of questions. Serials count from 1, in the order of the calls. */
class Talk {
  readonly #calls: readonly Call[];
  readonly #socket: Socket;
  readonly #replies: (Reply | undefined)[] = [];
  #received: Buffer = Buffer.alloc(0);
  #isAccepted = false;
  #sent = 0;
  #answered = 0;

  constructor(calls: readonly Call[], socket: Socket) {
    this.#calls = calls;
    this.#socket = socket;
  }

  begin(): void {
    this.#socket.write(Buffer.concat([handshake(), ...this.#more()]));
  }

  /** All replies, once they are there. */
  take(chunk: Buffer): readonly Reply[] | undefined {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    if (this.#received.length > LIMIT_BYTES) throw new Error('systemd answered more than fits into 8 MiB');
    if (!this.#isAccepted && !this.#accept()) return undefined;
    while (this.#received.length >= messageLength(this.#received)) this.#takeMessage();
    const replies = this.#replies.filter((reply) => reply !== undefined);
    if (replies.length === this.#calls.length) return replies;
    const more = this.#more();
    if (more.length > 0) this.#socket.write(Buffer.concat(more));
    return undefined;
  }

  /** The one line with which systemd accepts us. */
  #accept(): boolean {
    const end = this.#received.indexOf('\r\n');
    if (end === -1) return false;
    if (!this.#received.subarray(0, end).toString('latin1').startsWith('OK')) throw new Error('systemd refuses us');
    this.#received = this.#received.subarray(end + 2);
    this.#isAccepted = true;
    return true;
  }

  /** Signals come unasked on this socket; they are passed over. */
  #takeMessage(): void {
    const length = messageLength(this.#received);
    const replied = readReply(this.#received.subarray(0, length));
    this.#received = this.#received.subarray(length);
    if (replied === undefined || this.#replies[replied.to - 1] !== undefined) return;
    this.#replies[replied.to - 1] = replied.reply;
    this.#answered++;
  }

  #more(): Buffer[] {
    const upTo = Math.min(this.#calls.length, this.#answered + AHEAD);
    const calls = this.#calls.slice(this.#sent, upTo).map((call, i) => writeCall(this.#sent + i + 1, call));
    this.#sent = Math.max(this.#sent, upTo);
    return calls;
  }
}

/** Says who we are by our user id, as its decimal digits in hexadecimal; the socket proves it. */
const handshake = (): Buffer =>
  Buffer.from(`\0AUTH EXTERNAL ${Buffer.from(String(process.getuid?.() ?? 0)).toString('hex')}\r\nBEGIN\r\n`);
