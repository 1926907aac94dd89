import type { Server, TLSSocket } from 'node:tls';
import { networkOf } from './attempts.ts';

/** Connections without a certificate of ours, over all and from one network: operators, and hosts that enrol. */
const MAX_STRANGERS = 2_000;
const MAX_FROM_NETWORK = 256;
/** Connections with one certificate: a link, and what its host fetches beside it. A revoked one is still one of ours to TLS. */
const MAX_FROM_HOST = 64;
const STRANGERS = 'strangers';

/** Gives each host and each network its share of the connections that there are: nobody can take them all. */
export function shareConnections(server: Pick<Server, 'on'>): void {
  const open = new Map<string, number>();
  server.on('secureConnection', (socket: TLSSocket) => {
    const shares = sharesOf(socket);
    if (shares.some(([name, most]) => (open.get(name) ?? 0) >= most)) {
      socket.destroy();
      return;
    }
    for (const [name] of shares) open.set(name, (open.get(name) ?? 0) + 1);
    socket.once('close', () => {
      for (const [name] of shares) {
        const left = (open.get(name) ?? 1) - 1;
        if (left > 0) open.set(name, left);
        else open.delete(name);
      }
    });
  });
}

function sharesOf(socket: TLSSocket): readonly (readonly [name: string, most: number])[] {
  if (socket.authorized) return [[socket.getPeerCertificate().fingerprint256, MAX_FROM_HOST]];
  return [
    [STRANGERS, MAX_STRANGERS],
    [networkOf(socket.remoteAddress ?? ''), MAX_FROM_NETWORK],
  ];
}
