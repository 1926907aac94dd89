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
  PublicKey,
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
  /** The name of the authority that signs; that of agents' certificates where nothing is said. */
  readonly issuer?: string;
  readonly key: KeyObject;
  readonly days: number;
  readonly extensions: readonly Extension[];
}

export const issueCa = (ca: KeyPair, name = CA_NAME): Promise<Issued> =>
  issue(ca, {
    name,
    issuer: name,
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

/** What a service's certificate is to say. */
export interface ServiceSubject {
  /** Host names and addresses, at least one. */
  readonly names: readonly string[];
  readonly usages: readonly ('server' | 'client')[];
  readonly key: KeyObject;
  readonly days: number;
}

const USAGES = { server: ExtendedKeyUsage.serverAuth, client: ExtendedKeyUsage.clientAuth } as const;
/** RFC 5280: longer common names are refused by many. */
const MAX_COMMON_NAME = 64;

/** For a service on a host, by an authority of this name. */
export function issueService(
  ca: KeyPair,
  issuer: string,
  { names, usages, key, days }: ServiceSubject,
): Promise<Issued> {
  const typed = names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }) as const);
  const common = typed.find(({ type, value }) => type === 'dns' && value.length <= MAX_COMMON_NAME);
  // The old way of RSA enciphers with the key.
  const forRsa = key.asymmetricKeyType === 'rsa' ? KeyUsageFlags.keyEncipherment : 0;
  return issue(ca, {
    name: common === undefined ? '' : `CN=${common.value}`,
    issuer,
    key,
    days,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | forRsa, true),
      new ExtendedKeyUsageExtension(usages.map((usage) => USAGES[usage])),
      new SubjectAlternativeNameExtension(typed, common === undefined),
    ],
  });
}
/** For the key that signs which packs agents may load: neither a host nor a server can be taken for it, nor it for one of them. */
export const issuePacks = (ca: KeyPair, key: KeyObject, days = SERVER_DAYS): Promise<Issued> =>
  issue(ca, { name: 'CN=Rolecall packs', key, days, extensions: usedFor(ExtendedKeyUsage.codeSigning) });

export const hostUri = (hostId: string): string => `rolecall:host:${hostId}`;

const leaf = (usage: ExtendedKeyUsage, names: readonly { type: GeneralName['type']; value: string }[]): Extension[] => [
  ...usedFor(usage),
  new SubjectAlternativeNameExtension([...names]),
];

const usedFor = (usage: ExtendedKeyUsage): Extension[] => [
  new BasicConstraintsExtension(false, undefined, true),
  new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
  new ExtendedKeyUsageExtension([usage]),
];

async function issue(ca: KeyPair, subject: Subject): Promise<Issued> {
  const [caKey, subjectKey] = [forVerifying(ca.publicKey), spkiOf(subject.key)];
  const now = Date.now();
  const lifeMs = subject.days * DAY_MS;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: subject.name,
    issuer: subject.issuer ?? CA_NAME,
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

/** As it is written down: a service's key may be of a type that authorities here do not sign with. */
const spkiOf = (key: KeyObject): PublicKey => new PublicKey(key.export({ type: 'spki', format: 'der' }));

/** 127 random bits, positive and without leading zeros, so that every program writes it alike (RFC 5280 section 4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}
