import { createHash, createPublicKey, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { ResourceError } from '../contract/error.ts';
import { around, bits, empty, inside, instead, integer, octets, oid, sequence, set, time, utf8, yes } from './der.ts';

/** Who signs a certificate. */
export interface Issuer {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

/** What a certificate is to say. */
export interface Subject {
  readonly names: readonly string[];
  readonly usages: readonly ('server' | 'client')[];
  readonly key: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const SIGNATURES: Readonly<Record<string, Buffer>> = {
  ec: sequence(oid('1.2.840.10045.4.3.2')),
  rsa: sequence(oid('1.2.840.113549.1.1.11'), empty),
  ed25519: sequence(oid('1.3.101.112')),
};
const USAGES = { server: oid('1.3.6.1.5.5.7.3.1'), client: oid('1.3.6.1.5.5.7.3.2') };
const COMMON_NAME = oid('2.5.4.3');
/** RFC 5280: longer common names are refused by many. */
const MAX_COMMON_NAME = 64;

function signatureOf(key: KeyObject): Buffer {
  const known = SIGNATURES[key.asymmetricKeyType ?? ''];
  if (known !== undefined) return known;
  throw new ResourceError('bad_key', `A key of the type ${key.asymmetricKeyType} cannot sign certificates here.`, {
    hint: 'Take an EC, RSA or Ed25519 key.',
  });
}

const publicDer = (key: KeyObject): Buffer =>
  (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' });

/** RFC 5280 section 4.2.1.2: the hash of the key's bits. */
const keyIdentifier = (key: KeyObject): Buffer => {
  const [, keyBits = Buffer.alloc(0)] = inside(publicDer(key));
  // Without tag, length and the count of unused bits.
  const content = keyBits.subarray(keyBits.length - lengthOf(keyBits) + 1);
  return createHash('sha1').update(content).digest();
};

const lengthOf = (bytes: Buffer): number => {
  const first = bytes[1] ?? 0;
  return first < 0x80 ? first : bytes.readUIntBE(2, first & 0x7f);
};

/** The subject of a certificate as it is encoded there: an issuer's name must be the same, byte by byte. */
function subjectOf(certificate: X509Certificate): Buffer {
  const [body = Buffer.alloc(0)] = inside(certificate.raw);
  const fields = inside(body);
  // A version, in a tag of its own, stands before all others.
  const [, , , , subject] = fields[0]?.[0] === 0xa0 ? fields.slice(1) : fields;
  if (subject === undefined)
    throw new ResourceError('bad_authority', 'The certificate of the authority cannot be read.');
  return subject;
}

const extension = (id: string, content: Buffer, critical = false): Buffer =>
  sequence(oid(id), ...(critical ? [yes] : []), octets(content));

function nameOf(name: string): Buffer {
  if (isIP(name) === 0) return instead(2, Buffer.from(name));
  return instead(7, addressBytes(name));
}

/** An address in network order; IPv6 with its zeros filled in. */
export function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  // The parser of addresses in URLs writes every form of one the same way.
  const plain = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = '', tail] = plain.split('::');
  const words = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [before, after] = [words(head), words(tail ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return Buffer.from([...before, ...zeros, ...after].map((word) => word.padStart(4, '0')).join(''), 'hex');
}

function extensionsOf({ names, usages, key }: Subject, issuerKey: KeyObject): Buffer {
  // digitalSignature, and keyEncipherment for the old way of RSA.
  const keyUsage = key.asymmetricKeyType === 'rsa' ? bits(Buffer.from([0xa0]), 5) : bits(Buffer.from([0x80]), 7);
  const isUnnamed = names.every((name) => isIP(name) !== 0 || name.length > MAX_COMMON_NAME);
  return sequence(
    extension('2.5.29.19', sequence(), true),
    extension('2.5.29.15', keyUsage, true),
    extension('2.5.29.37', sequence(...usages.map((usage) => USAGES[usage]))),
    extension('2.5.29.17', sequence(...names.map(nameOf)), isUnnamed),
    extension('2.5.29.14', octets(keyIdentifier(key))),
    extension('2.5.29.35', sequence(instead(0, keyIdentifier(issuerKey)))),
  );
}

/** The first name for a server, as people look for it; none where no name fits. */
function distinguishedName(names: readonly string[]): Buffer {
  const common = names.find((name) => isIP(name) === 0 && name.length <= MAX_COMMON_NAME);
  return common === undefined ? sequence() : sequence(set(sequence(COMMON_NAME, utf8(common))));
}

/** A certificate (X.509 version 3) for a key, as PEM: signed by an authority, or by the key itself. */
export function issue(subject: Subject, issuer: Issuer | undefined): string {
  const signer = issuer?.key ?? subject.key;
  const algorithm = signatureOf(signer);
  const own = distinguishedName(subject.names);
  const body = sequence(
    around(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x40 | ((randomBytes(1)[0] ?? 0) >> 2)]), randomBytes(15)])),
    algorithm,
    issuer === undefined ? own : subjectOf(issuer.certificate),
    sequence(time(subject.notBefore), time(subject.notAfter)),
    own,
    publicDer(subject.key),
    around(3, extensionsOf(subject, signer)),
  );
  const signature = sign(signer.asymmetricKeyType === 'ed25519' ? null : 'sha256', body, signer);
  return new X509Certificate(sequence(body, algorithm, bits(signature))).toString();
}
