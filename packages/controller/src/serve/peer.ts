import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type Identified, identify, noteUse } from '../authority/identify.ts';
import type { Parts } from './parts.ts';

/** The host at the other end of a connection, by the certificate that it shows. */
export function hostBehind(
  { database, authority, audit }: Pick<Parts, 'database' | 'authority' | 'audit'>,
  socket: Socket,
): Identified {
  const certificate = certificateOf(socket);
  const found = identify(database, authority, certificate, Date.now());
  if (found.ok && found.firstUse && certificate !== undefined) noteUse(database, audit, found, certificate);
  return found;
}

export function certificateOf(socket: Socket): X509Certificate | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const { raw } = socket.getPeerCertificate() as { readonly raw?: Buffer };
  return raw === undefined ? undefined : new X509Certificate(raw);
}
