import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/**
 * A box that one host can open: a fresh X25519 key agrees with the host's, HKDF-SHA256 (RFC 5869) makes an AES-256-GCM key
 * of it, bound to both public keys. As base64:
 *
 * | bytes | what |
 * | --- | --- |
 * | 1 | version, 1 |
 * | 32 | the fresh public key |
 * | 12 | nonce |
 * | 16 | GCM tag |
 * | rest | the value (a text in UTF-8, or bytes), encrypted |
 */
const VERSION = 1;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_BYTES + NONCE_BYTES + TAG_BYTES;
const PURPOSE = 'rolecall-sealed-box-1';

/** Seals a value to a host's public sealing key (32 bytes in base64); the answer is base64. */
export const seal = (publicKey: string, value: string): string =>
  sealBytes(publicKey, Buffer.from(value, 'utf8')).toString('base64');

/** Seals bytes to a host's public sealing key (32 bytes in base64); the answer is bytes. */
export function sealBytes(publicKey: string, value: Uint8Array): Buffer {
  const recipient = Buffer.from(publicKey, 'base64');
  const fresh = generateKeyPairSync('x25519');
  const own = rawPublicKey(fresh.publicKey);
  const secret = diffieHellman({ privateKey: fresh.privateKey, publicKey: publicKeyOf(recipient) });
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyFrom(secret, own, recipient), nonce);
  const sealed = Buffer.concat([cipher.update(value), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), own, nonce, cipher.getAuthTag(), sealed]);
}

/** Opens a box with the host's private sealing key. Throws where it was made for another host or was changed. */
export const openSealed = (privateKey: KeyObject, box: string): string =>
  openSealedBytes(privateKey, Buffer.from(box, 'base64')).toString('utf8');

/** Opens a box of bytes with the host's private sealing key. Throws where it was made for another host or was changed. */
export function openSealedBytes(privateKey: KeyObject, bytes: Buffer): Buffer {
  if (bytes.length < HEADER_BYTES || bytes[0] !== VERSION) throw new Error('not a sealed box of version 1');
  const sender = bytes.subarray(1, 1 + KEY_BYTES);
  const nonce = bytes.subarray(1 + KEY_BYTES, 1 + KEY_BYTES + NONCE_BYTES);
  const secret = diffieHellman({ privateKey, publicKey: publicKeyOf(sender) });
  const key = keyFrom(secret, sender, rawPublicKey(createPublicKey(privateKey)));
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(HEADER_BYTES - TAG_BYTES, HEADER_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(HEADER_BYTES)), decipher.final()]);
}

/** A host's pair of sealing keys: the private one as PKCS #8 PEM, the public one as 32 bytes in base64. */
export function makeSealingKeys(): { readonly privateKey: string; readonly publicKey: string } {
  const pair = generateKeyPairSync('x25519');
  const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { privateKey, publicKey: rawPublicKey(pair.publicKey).toString('base64') };
}

/** The public half, in base64, of a private sealing key (in PEM, where it is a text). */
export const sealingPublicKey = (privateKey: string | KeyObject): string => {
  const key = typeof privateKey === 'string' ? createPrivateKey(privateKey) : privateKey;
  return rawPublicKey(createPublicKey(key)).toString('base64');
};

const keyFrom = (secret: Buffer, sender: Buffer, recipient: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, Buffer.concat([sender, recipient]), PURPOSE, 32));

/** An X25519 key's SubjectPublicKeyInfo (RFC 8410) is this prefix and the 32 bytes of the key. */
const SPKI_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

const rawPublicKey = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' }).subarray(-KEY_BYTES);

const publicKeyOf = (raw: Buffer): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
