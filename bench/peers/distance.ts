import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** A TCP proxy that holds every byte back by half a round trip each way, so the far end seems `roundTripMs` away. */
export interface Distance {
  readonly port: number;
  close(): void;
}

/** Listens on `host` and passes everything on to that host's `target` port. A connection itself is made without delay. */
export async function proxyAtDistance(host: string, target: number, roundTripMs: number): Promise<Distance> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, host);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => open.delete(socket));
    }
    delayed(near, far, roundTripMs / 2);
    delayed(far, near, roundTripMs / 2);
  });
  server.listen(0, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/** What is on its way is bounded by what the two ends allow to be unacknowledged by their own protocol. */
function delayed(from: Duplex, to: Duplex, ms: number): void {
  const later = (act: () => void) => setTimeout(act, ms);
  from.on('data', (bytes: Buffer) => later(() => to.writable && to.write(bytes)));
  from.on('end', () => later(() => to.end()));
  from.on('close', () => later(() => to.destroy()));
}
