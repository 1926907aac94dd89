import { createPrivateKey, X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import type { Measured, MeasuredCertificate, SiteWants } from '@rolecall/protocol';
import type { SecretSealer } from '../hub/contract.ts';

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** What the certificates that a site brings along are good for; those whose secrets are not set are left out. */
export function measureCertificates(
  secrets: Pick<SecretSealer, 'look'>,
  certificates: SiteWants['certificates'],
): Measured['certificates'] {
  return Object.fromEntries(
    Object.entries(certificates).flatMap(([name, { chain, key }]) => {
      const measured = secrets.look(chain, (pem) => secrets.look(key, (keyPem) => readCertificate(pem, keyPem)));
      return measured === undefined ? [] : [[name, measured]];
    }),
  );
}

/** Reads a chain and its key, both in PEM. */
export function readCertificate(chain: string, key: string): MeasuredCertificate {
  const blocks = chain.match(PEM) ?? [];
  try {
    const certificates = blocks.map((block) => new X509Certificate(block));
    const [first] = certificates;
    if (first === undefined) return { unknown: 'no certificate in PEM' };
    return {
      names: namesOf(first),
      end: first.validToDate.getTime(),
      keyFits: fits(first, key),
      chained: isWhole(certificates),
    };
  } catch (error) {
    return { unknown: `not a certificate: ${error instanceof Error ? error.message : String(error)}` };
  }
}

const namesOf = ({ subjectAltName = '' }: X509Certificate): string[] =>
  [...subjectAltName.matchAll(/DNS:([^,\s"]+)/g)].map(([, name = '']) => name);

function fits(certificate: X509Certificate, key: string): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

/** Each is signed by the next, and the last by itself or by an authority that everybody knows. */
function isWhole(certificates: readonly X509Certificate[]): boolean {
  const signedBy = (one: X509Certificate, other: X509Certificate) =>
    one.checkIssued(other) && one.verify(other.publicKey);
  const steps = certificates.slice(1).every((next, i) => signedBy(certificates[i] as X509Certificate, next));
  const last = certificates.at(-1);
  if (!steps || last === undefined) return false;
  return signedBy(last, last) || rootCertificates.some((root) => signedBy(last, new X509Certificate(root)));
}
