import { createHash, createPrivateKey, createPublicKey, KeyObject, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { ResourceError } from '../contract/error.ts';
import type { Issuer } from './issue.ts';

interface PemPair {
  readonly certificate: string;
  readonly key: string;
}

export const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/** Twenty digits tell certificates apart, and fit into a line. */
export function fingerprintOf(of: X509Certificate | KeyObject): string {
  const bytes = of instanceof KeyObject ? publicBytes(of) : of.raw;
  return createHash('sha256').update(bytes).digest('hex').slice(0, 20);
}

const publicBytes = (key: KeyObject): Buffer =>
  (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' });

/** A given certificate with its key. Throws where one is none; the key's text is in no message. */
export function pairOf({ certificate, key }: PemPair): Issuer {
  return { certificate: certificateOf(certificate), key: keyOf(key) };
}

export const authorityOf = pairOf;

/** The first certificate in a PEM text. */
export function certificateOf(text: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    throw new ResourceError('bad_certificate', 'What is given as a certificate is none in PEM.');
  }
}

function keyOf(text: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    throw new ResourceError('bad_key', 'What is given as a private key is none in PEM, or needs a password.');
  }
}

/** The types that are made, or the name that OpenSSL has for others. */
export function typeOf(key: KeyObject): string {
  const { asymmetricKeyType: type = 'none', asymmetricKeyDetails: details } = key;
  if (type === 'ec' && details?.namedCurve !== 'prime256v1') return `ec ${details?.namedCurve}`;
  return type === 'rsa' && details?.modulusLength !== 3072 ? `rsa ${details?.modulusLength}` : type;
}

/** Names as they are compared: addresses in one form, all small, sorted, once each. */
export const normalNames = (names: readonly string[]): readonly string[] => [...new Set(names.map(normalName))].sort();

const normalName = (name: string): string =>
  isIP(name) === 6 ? new URL(`http://[${name}]/`).hostname.slice(1, -1) : name.toLowerCase();

/** As Node writes them: `DNS:a.example, IP Address:10.0.0.1`. */
export function namesIn({ subjectAltName }: X509Certificate): readonly string[] {
  const names = (subjectAltName ?? '').split(', ').filter((each) => each !== '');
  return normalNames(names.map((each) => each.replace(/^(DNS|IP Address):/, '')));
}

const USAGES: Readonly<Record<string, string>> = { '1.3.6.1.5.5.7.3.1': 'server', '1.3.6.1.5.5.7.3.2': 'client' };

export const usagesIn = ({ keyUsage }: X509Certificate): readonly string[] =>
  [...((keyUsage as readonly string[] | undefined) ?? [])].map((id) => USAGES[id] ?? id).sort();
