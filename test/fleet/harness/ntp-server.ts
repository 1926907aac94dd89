import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** A server of time whose clock is wrong by as much as a test wants. */
export interface NtpServer extends Disposable {
  readonly port: number;
  /** Milliseconds that it is ahead from now on. */
  ahead: number;
}

/** Seconds between 1900, where NTP counts from, and 1970 (RFC 5905). */
const SINCE_1900 = 2_208_988_800;

/** Answers as RFC 5905 has it: a server of stratum 1, in step, with a good clock. */
export async function ntpServer(address: string): Promise<NtpServer> {
  const socket = createSocket('udp4');
  const server = {
    port: 0,
    ahead: 0,
    [Symbol.dispose]: () => void socket.close(),
  };
  const now = (): Buffer => {
    const seconds = (performance.timeOrigin + performance.now() + server.ahead) / 1000 + SINCE_1900;
    const stamp = Buffer.alloc(8);
    stamp.writeUInt32BE(Math.floor(seconds), 0);
    stamp.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32), 4);
    return stamp;
  };
  socket.on('message', (asked, from) => {
    const received = now();
    if (asked.length < 48) return;
    const answer = Buffer.alloc(48);
    // No leap second, the version that was asked with, mode 4: a server.
    answer[0] = ((asked[0] ?? 0) & 0b0011_1000) | 4;
    answer.set([1, asked[2] ?? 6, 0xec], 1);
    answer.write('TEST', 12, 'latin1');
    received.copy(answer, 16);
    asked.copy(answer, 24, 40, 48);
    received.copy(answer, 32);
    now().copy(answer, 40);
    socket.send(answer, from.port, from.address);
  });
  socket.bind(0, address);
  await once(socket, 'listening');
  server.port = socket.address().port;
  return server;
}
