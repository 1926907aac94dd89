import type { X509Certificate } from 'node:crypto';
import type { HostId, HostName } from '@rolecall/protocol';
import type { Audit } from '../audit/audit.ts';
import { addCertificate, generationOf, identityNamed, useCertificate } from '../store/certificates.ts';
import type { Database } from '../store/database.ts';
import type { Authority } from './authority.ts';
import { hostUri } from './issue.ts';

/** Who is at the other end. */
export type Identified =
  | {
      readonly ok: true;
      readonly host: HostName;
      readonly hostId: HostId;
      /** Which of the identity's certificates this is; nothing where the store does not know it. */
      readonly generation: number | undefined;
      /** It is newer than the last that was used: `noteUse` says so for good. */
      readonly firstUse: boolean;
    }
  | { readonly ok: false; readonly reason: string };

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
  const identity = identityNamed(database, certificate.subjectAltName?.replace(`URI:${hostUri('')}`, '') ?? '');
  if (identity === undefined) return refused('the certificate is not known here');
  const { host } = identity;
  if (identity.revoked !== null) return refused(`${host} was revoked`);
  if (identity.superseded !== null) return refused(`${host} was enrolled again since`);
  const generation = generationOf(database, identity.id, certificate.serialNumber.toLowerCase());
  if (generation !== undefined && generation < identity.generation)
    return refused(`the certificate of ${host} was renewed since, and the new one was used`);
  return { ok: true, host, hostId: identity.id, generation, firstUse: generation !== identity.generation };
}

/**
 * Records that a certificate was used for the first time: those before it are refused from now on. One that the store does not know
 * was issued after the backup from which the store was restored, since nobody else issues any; it is the newest, then.
 */
export function noteUse(
  database: Database,
  audit: Audit,
  { host, hostId, generation }: Extract<Identified, { ok: true }>,
  certificate: X509Certificate,
): void {
  const used = { serial: certificate.serialNumber.toLowerCase(), notAfter: certificate.validToDate.getTime() };
  database.transaction(() => {
    useCertificate(database, hostId, generation ?? addCertificate(database, hostId, used), used);
    audit.record({ operator: `host ${host}`, verb: 'certificate.renewed', subject: `serial ${used.serial}` });
  });
}

const refused = (reason: string): Identified => ({ ok: false, reason });
