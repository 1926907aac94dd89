import { connect } from 'node:net';
import { type DbusUnit, listUnitsCall, readUnits, replyLength } from './dbus.ts';

/** systemd answers within milliseconds; one that reloads hundreds of units takes a second or two. */
const LIMIT_MS = 5_000;
/** Some 200 bytes a unit; a host with ten thousand is far beyond what we are made for. */
const LIMIT_BYTES = 8 * 1024 * 1024;

/**
 * Units in one of the given states whose name fits one of the patterns. Asks systemd on the socket that systemctl itself uses as root:
 * a millisecond, where starting systemctl takes fifteen. Throws where systemd is not there or does not answer.
 */
export async function listUnits(
  socketPath: string,
  states: readonly string[],
  patterns: readonly string[],
): Promise<readonly DbusUnit[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly DbusUnit[]>();
  const socket = connect(socketPath);
  let received: Buffer = Buffer.alloc(0);
  const settle = (): void => {
    const reply = afterHandshake(received);
    if (received.length > LIMIT_BYTES) throw new Error('systemd listed more units than fit into 8 MiB');
    if (reply !== undefined && reply.length >= replyLength(reply)) resolve(readUnits(reply));
  };
  socket.setTimeout(LIMIT_MS, () => reject(new Error(`systemd did not list its units within ${LIMIT_MS} ms`)));
  socket.on('connect', () => socket.write(Buffer.concat([handshake(), listUnitsCall(states, patterns)])));
  socket.on('error', (cause) =>
    reject(new Error(`systemd cannot be asked at ${socketPath}: ${cause.message}`, { cause })),
  );
  socket.on('close', () => reject(new Error('systemd closed the connection without an answer')));
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    try {
      settle();
    } catch (error) {
      reject(error);
    }
  });
  return promise.finally(() => socket.destroy());
}

/** Says who we are by our user id, as its decimal digits in hexadecimal; the socket proves it. */
const handshake = (): Buffer =>
  Buffer.from(`\0AUTH EXTERNAL ${Buffer.from(String(process.getuid?.() ?? 0)).toString('hex')}\r\nBEGIN\r\n`);

/** What follows the one line with which systemd accepts us. */
function afterHandshake(received: Buffer): Buffer | undefined {
  const end = received.indexOf('\r\n');
  if (end === -1) return undefined;
  if (!received.subarray(0, end).toString('latin1').startsWith('OK')) throw new Error('systemd refuses us');
  return received.subarray(end + 2);
}
