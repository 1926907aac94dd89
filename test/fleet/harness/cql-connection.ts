import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Levels of CQL's protocol (native_protocol_v4.spec). */
export const CONSISTENCY = { one: 1, quorum: 4, all: 5 } as const;
export type Consistency = (typeof CONSISTENCY)[keyof typeof CONSISTENCY];

/** One connection to one member: one request at a time. */
export interface CqlConnection extends Disposable {
  /** Runs a statement; answers its rows, each value as text. Rejects with the server's words, or when the time is over. */
  query(
    statement: string,
    values: readonly string[],
    consistency: Consistency,
  ): Promise<readonly (readonly string[])[]>;
}

export interface Login {
  readonly user: string;
  readonly password: string;
}

const STARTUP = 0x01;
const QUERY = 0x07;
const AUTH_RESPONSE = 0x0f;
const IS_ERROR = 0x00;
const IS_AUTHENTICATE = 0x03;
const IS_ROWS = 2;
const HEADER_BYTES = 9;
/** A statement comes with values, and its rows without a description. */
const WITH_VALUES_NO_METADATA = 0x03;

const short = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const int = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const shortText = (text: string): Buffer => Buffer.concat([short(Buffer.byteLength(text)), Buffer.from(text)]);
const longText = (text: string): Buffer => Buffer.concat([int(Buffer.byteLength(text)), Buffer.from(text)]);

interface Frame {
  readonly is: number;
  readonly body: Buffer;
}

/** Logs in; everything, also this, takes at most `timeoutMs` at a time. */
export async function cqlConnection(host: string, login: Login, timeoutMs: number): Promise<CqlConnection> {
  const socket = connect({ host, port: 9042 });
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    await once(socket, 'connect', { signal: limit });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  const ask = asking(socket, host, timeoutMs);
  const started = await ask(STARTUP, Buffer.concat([short(1), shortText('CQL_VERSION'), shortText('3.0.0')]));
  if (started.is === IS_AUTHENTICATE) await ask(AUTH_RESPONSE, longText(`\0${login.user}\0${login.password}`));
  return {
    query: async (statement, values, consistency) => {
      const given = [short(values.length), ...values.map(longText)];
      const options = [short(consistency), Buffer.from([WITH_VALUES_NO_METADATA])];
      const { body } = await ask(QUERY, Buffer.concat([longText(statement), ...options, ...given]));
      return body.readInt32BE(0) === IS_ROWS ? rowsIn(body) : [];
    },
    [Symbol.dispose]: () => socket.destroy(),
  };
}

/** Sends one request and waits for its answer. */
const asking =
  (socket: Socket, host: string, timeoutMs: number) =>
  (kind: number, body: Buffer): Promise<Frame> =>
    new Promise((resolve, reject) => {
      let got = Buffer.alloc(0);
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        socket.off('data', take);
        socket.off('close', closed);
        settle();
      };
      const failed = (why: string): void => {
        socket.destroy();
        end(() => reject(new Error(`${host} ${why}`)));
      };
      const closed = (): void => failed('closed the connection');
      const timer = setTimeout(() => failed('did not answer in time'), timeoutMs);
      const take = (piece: Buffer): void => {
        got = Buffer.concat([got, piece]);
        if (got.length < HEADER_BYTES || got.length < HEADER_BYTES + got.readInt32BE(5)) return;
        const frame = { is: got[4] ?? IS_ERROR, body: withoutWarnings(got[1] ?? 0, got.subarray(HEADER_BYTES)) };
        const words = frame.is === IS_ERROR ? frame.body.subarray(6).toString() : undefined;
        end(() => (words === undefined ? resolve(frame) : reject(new Error(`${host} answered: ${words}`))));
      };
      socket.on('data', take);
      socket.on('close', closed);
      socket.write(Buffer.concat([Buffer.from([4, 0, 0, 0, kind]), int(body.length), body]));
    });

/** Warnings stand before what was asked for. */
function withoutWarnings(flags: number, body: Buffer): Buffer {
  if ((flags & 0x08) === 0) return body;
  let at = 2;
  for (let left = body.readUInt16BE(0); left > 0; left--) at += 2 + body.readUInt16BE(at);
  return body.subarray(at);
}

function rowsIn(body: Buffer): readonly (readonly string[])[] {
  let at = 8;
  const next = (): number => {
    at += 4;
    return body.readInt32BE(at - 4);
  };
  const value = (): string => {
    const length = Math.max(0, next());
    at += length;
    return body.toString('utf8', at - length, at);
  };
  const columns = next();
  return Array.from({ length: next() }, () => Array.from({ length: columns }, value));
}
