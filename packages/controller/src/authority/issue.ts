import 'reflect-metadata';
import { type KeyObject, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  type GeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { ALGORITHM, forSigning, forVerifying, type KeyPair } from './key.ts';

const DAY_MS = 86_400_000;
/** Clocks that are a little behind must not find a fresh certificate not yet valid. */
const EARLIER_MS = 5 * 60_000;
export const CA_DAYS = 3_650;
/** The longest that browsers and most programs accept. */
export const SERVER_DAYS = 397;
/**
 * Agents renew in the last third, so a stolen key is worth something for a quarter of a year at most, and a host that is switched off
 * for a month comes back by itself.
 */
export const HOST_DAYS = 90;

export const CA_NAME = 'CN=Rolecall controller authority';

/** A certificate as it is written down. */
export interface Issued {
  readonly pem: string;
  /** Hexadecimal, lower case. */
  readonly serial: string;
  /** Milliseconds since 1970. */
  readonly notAfter: number;
}

interface Subject {
  readonly name: string;
  readonly key: KeyObject;
  readonly days: number;
  readonly extensions: readonly Extension[];
}

export const issueCa = (ca: KeyPair): Promise<Issued> =>
  issue(ca, {
    name: CA_NAME,
    key: ca.publicKey,
    days: CA_DAYS,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });

/** For the controller itself, under every name and address in `names`. `days` is for tests of expiry. */
export const issueServer = (
  ca: KeyPair,
  key: KeyObject,
  names: readonly string[],
  days = SERVER_DAYS,
): Promise<Issued> =>
  issue(ca, {
    name: 'CN=Rolecall controller',
    key,
    days,
    extensions: leaf(
      ExtendedKeyUsage.serverAuth,
      names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }) as const),
    ),
  });

/** For a host: it says nothing but the id that the controller made. `days` is for tests of expiry. */
export const issueHost = (ca: KeyPair, key: KeyObject, hostId: string, days = HOST_DAYS): Promise<Issued> =>
  issue(ca, {
    name: `CN=${hostId}`,
    key,
    days,
    extensions: leaf(ExtendedKeyUsage.clientAuth, [{ type: 'url', value: hostUri(hostId) }]),
  });

export const hostUri = (hostId: string): string => `rolecall:host:${hostId}`;

const leaf = (usage: ExtendedKeyUsage, names: readonly { type: GeneralName['type']; value: string }[]): Extension[] => [
  new BasicConstraintsExtension(false, undefined, true),
  new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
  new ExtendedKeyUsageExtension([usage]),
  new SubjectAlternativeNameExtension([...names]),
];

async function issue(ca: KeyPair, subject: Subject): Promise<Issued> {
  const [caKey, subjectKey] = [forVerifying(ca.publicKey), forVerifying(subject.key)];
  const now = Date.now();
  const lifeMs = subject.days * DAY_MS;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: subject.name,
    issuer: CA_NAME,
    notBefore: new Date(now - Math.min(EARLIER_MS, Math.abs(lifeMs) / 10)),
    notAfter: new Date(now + lifeMs),
    publicKey: subjectKey,
    signingKey: forSigning(ca.privateKey),
    signingAlgorithm: ALGORITHM,
    extensions: [
      ...subject.extensions,
      await SubjectKeyIdentifierExtension.create(subjectKey),
      await AuthorityKeyIdentifierExtension.create(caKey),
    ],
  });
  return {
    pem: `${certificate.toString('pem')}\n`,
    serial: certificate.serialNumber.toLowerCase(),
    notAfter: certificate.notAfter.getTime(),
  };
}

/** 127 random bits, positive and without leading zeros, so that every program writes it alike (RFC 5280 section 4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}
