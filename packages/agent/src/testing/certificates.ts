import 'reflect-metadata';
import { type webcrypto, X509Certificate } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

type KeyPair = webcrypto.CryptoKeyPair;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;

export interface Certified {
  readonly certificate: string;
  readonly key: string;
}

/** An authority for tests; makes certificates for the loopback address and for hosts. */
export interface TestAuthority {
  readonly ca: string;
  /** For this machine, under these names and addresses; the loopback where nothing is said. */
  server(...names: readonly string[]): Promise<Certified>;
  host(name: string): Promise<Certified>;
  /** A key with a certificate for one use: `codeSigning` is that of who signs the list of packs. */
  signer(usage: keyof typeof ExtendedKeyUsage): Promise<Certified>;
  /** A certificate for a key that somebody else holds, as enrolment gives. */
  sign(publicKeyPem: string): Promise<string>;
}

export async function makeAuthority(): Promise<TestAuthority> {
  const keys = await makeKeys();
  const issue = async (
    subject: string,
    publicKey: webcrypto.CryptoKey,
    names: readonly string[],
    usage?: ExtendedKeyUsage,
  ): Promise<string> => {
    const made = await X509CertificateGenerator.create({
      serialNumber: Buffer.from(crypto.getRandomValues(new Uint8Array(8))).toString('hex'),
      subject: `CN=${subject}`,
      issuer: 'CN=test authority',
      notBefore: new Date(Date.now() - DAY_MS),
      notAfter: new Date(Date.now() + 30 * DAY_MS),
      publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions:
        subject === 'test authority'
          ? [new BasicConstraintsExtension(true, 1, true)]
          : [
              ...(usage === undefined ? [] : [new ExtendedKeyUsageExtension([usage])]),
              new SubjectAlternativeNameExtension(
                names.map((value) => ({ type: value.includes('.') ? 'ip' : 'dns', value })),
              ),
            ],
    });
    return made.toString('pem');
  };
  const certify = async (subject: string, names: readonly string[]): Promise<Certified> => {
    const own = await makeKeys();
    return { certificate: await issue(subject, own.publicKey, names), key: await pemOf(own) };
  };
  return {
    ca: await issue('test authority', keys.publicKey, []),
    server: (...names) => certify('controller', ['127.0.0.1', 'localhost', ...names]),
    host: (name) => certify(name, [name]),
    async signer(usage) {
      const own = await makeKeys();
      const certificate = await issue('signer', own.publicKey, ['signer'], ExtendedKeyUsage[usage]);
      return { certificate, key: await pemOf(own) };
    },
    async sign(pem) {
      const der = PemConverter.decode(pem)[0] ?? new ArrayBuffer(0);
      return issue('host', await crypto.subtle.importKey('spki', der, ALGORITHM, true, ['verify']), ['host']);
    },
  };
}

const makeKeys = (): Promise<KeyPair> => crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

const pemOf = async (keys: KeyPair): Promise<string> =>
  PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');

/** The name in a certificate. */
export const nameIn = (certificate: Buffer): string => new X509Certificate(certificate).subject.replace('CN=', '');
