import type { SecureContextOptions, Server } from 'node:tls';
import type { Authority } from '../authority/authority.ts';

/** How often the server's certificate is looked at, in milliseconds. */
const LOOK_MS = 12 * 3_600_000;

/** What a server shows, and whose certificates it asks for. */
export async function secureContextOf(authority: Authority, names: readonly string[]): Promise<SecureContextOptions> {
  const { key, certificate } = await authority.serverIdentity(names);
  return { key, cert: certificate, ca: [authority.certificate], minVersion: 'TLSv1.3' };
}

/**
 * Shows a new certificate in time for as long as the controller runs; connections that are open stay. Answers how to stop.
 * `failed` is told what went wrong; it is tried again at the next look.
 */
export function keepCertificateFresh(
  server: Pick<Server, 'setSecureContext'>,
  authority: Authority,
  names: readonly string[],
  failed: (error: unknown) => void,
  lookMs = LOOK_MS,
): () => void {
  let shown: unknown;
  const look = async () => {
    const context = await secureContextOf(authority, names);
    if (shown !== undefined && shown !== context.cert) server.setSecureContext(context);
    shown = context.cert;
  };
  look().catch(failed);
  const timer = setInterval(() => void look().catch(failed), lookMs);
  timer.unref();
  return () => clearInterval(timer);
}
