import type { X509Certificate } from 'node:crypto';
import type { HostId, HostName } from '@rolecall/protocol';
import type { Database } from '../store/database.ts';
import type { Authority } from './authority.ts';
import { hostUri } from './issue.ts';

/** Who is at the other end. */
export type Identified =
  | { readonly ok: true; readonly host: HostName; readonly hostId: HostId }
  | { readonly ok: false; readonly reason: string };

interface IdentityRow {
  readonly id: HostId;
  readonly host: HostName;
  readonly superseded: number | null;
  readonly revoked: number | null;
}

/** Extended key usage "TLS client" (RFC 5280 section 4.2.1.12). */
const CLIENT_USE = '1.3.6.1.5.5.7.3.2';

/**
 * The host that holds this certificate. Everything is checked here, at every connection: a resumed TLS session passes TLS's own
 * checks also after its certificate expired, and TLS knows nothing of revoked hosts.
 */
export function identify(
  database: Database,
  authority: Authority,
  certificate: X509Certificate | undefined,
  now: number,
): Identified {
  if (certificate === undefined) return refused('no certificate was shown');
  if (!authority.made(certificate)) return refused('the certificate is not from this controller');
  if (!certificate.keyUsage?.includes(CLIENT_USE)) return refused('the certificate is not for a host');
  if (now < certificate.validFromDate.getTime()) return refused('the certificate is not valid yet');
  if (now > certificate.validToDate.getTime()) return refused('the certificate has expired');
  const row = database.get<IdentityRow>(
    `SELECT identity.id, identity.host, superseded, revoked FROM identity JOIN host ON host.name = identity.host
     WHERE serial = ?`,
    certificate.serialNumber.toLowerCase(),
  );
  if (row === undefined) return refused('the certificate is not known here');
  if (certificate.subjectAltName !== `URI:${hostUri(row.id)}`) return refused('the certificate names another host');
  if (row.revoked !== null) return refused(`${row.host} was revoked`);
  if (row.superseded !== null) return refused(`${row.host} was enrolled again since`);
  return { ok: true, host: row.host, hostId: row.id };
}

const refused = (reason: string): Identified => ({ ok: false, reason });
