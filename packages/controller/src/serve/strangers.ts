import type { Server, TLSSocket } from 'node:tls';
import { networkOf } from './attempts.ts';

/** Connections without a certificate of ours, over all and from one network: operators, and hosts that enrol. */
const MAX_STRANGERS = 2_000;
const MAX_FROM_ONE = 256;

/** Keeps room for hosts that show a certificate, whoever else opens connections. */
export function limitStrangers(server: Pick<Server, 'on'>): void {
  const counts = new Map<string, number>();
  let all = 0;
  server.on('secureConnection', (socket: TLSSocket) => {
    if (socket.authorized) return;
    const network = networkOf(socket.remoteAddress ?? '');
    const count = counts.get(network) ?? 0;
    if (all >= MAX_STRANGERS || count >= MAX_FROM_ONE) {
      socket.destroy();
      return;
    }
    all++;
    counts.set(network, count + 1);
    socket.once('close', () => {
      all--;
      const left = (counts.get(network) ?? 1) - 1;
      if (left === 0) counts.delete(network);
      else counts.set(network, left);
    });
  });
}
