import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { MAX_FRAME_BYTES } from '@rolecall/protocol';
import { WebSocketServer } from 'ws';
import { renew } from '../enroll/renew.ts';
import type { Parts } from './parts.ts';
import { certificateOf, hostBehind } from './peer.ts';

/** Fragments of one message, and pieces that wait: small messages have no reason to be in many. */
const MAX_FRAGMENTS = 16;

/** Lets agents in at `/agent`: who they are is settled before a byte of theirs is understood. */
export function acceptAgents(parts: Parts): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    maxFragments: MAX_FRAGMENTS,
    perMessageDeflate: false,
    clientTracking: false,
  } as ConstructorParameters<typeof WebSocketServer>[0]);
  return (request, socket, head) => {
    const tls = socket as Socket;
    if (request.url !== '/agent') return refuse(socket, 404, 'there is nothing here');
    if (!parts.hub.hasRoom) return refuse(socket, 503, 'too many agents arrive at once; come back later');
    const peer = hostBehind(parts, tls);
    const certificate = certificateOf(tls);
    if (!peer.ok || certificate === undefined) return refuse(socket, 403, peer.ok ? 'no certificate' : peer.reason);
    server.handleUpgrade(request, socket, head, (websocket) => {
      parts.hub.accept(websocket, {
        host: peer.host,
        address: plainAddress(tls.remoteAddress ?? ''),
        notAfter: certificate.validToDate.getTime(),
        renew: (asked) => renew(parts, peer.hostId, certificate, asked),
      });
    });
  };
}

/** An IPv4 address as people write it, also where the socket speaks both. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '');

function refuse(socket: Duplex, status: number, reason: string): void {
  const body = `${reason}\n`;
  // Whoever is refused and stays is not waited for, and whoever is gone already is no error.
  socket.on('error', () => {});
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
