import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { AgentError } from '../error.ts';
import { syncFolder } from '../journal/segment.ts';
import type { settingsFiles } from '../settings.ts';
import { writeWhole } from './write-whole.ts';

type Files = ReturnType<typeof settingsFiles>;

/** A fresh P-256 key, PKCS #8 in PEM. */
export const makeKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** The key for which a new certificate is asked, made at the first try. */
export function renewedKey(files: Files): KeyObject {
  if (!existsSync(files.renewedKey)) writeWhole(files.renewedKey, makeKey(), 0o600);
  return createPrivateKey(readFileSync(files.renewedKey));
}

/** Puts a new certificate beside the one in use. @throws AgentError where it is not for the new key. */
export function keepRenewed(files: Files, certificate: string): void {
  checkCertificate(certificate, createPrivateKey(readFileSync(files.renewedKey)));
  writeWhole(files.renewedCertificate, certificate, 0o644);
}

/**
 * Takes a new key and certificate that wait complete into use, and says whether it did. Wherever it is cut off, the next call
 * finishes it: the certificate follows its key. What belongs to nothing is dropped.
 */
export function takeRenewed(files: Files): boolean {
  if (!existsSync(files.renewedCertificate)) return false;
  if (existsSync(files.renewedKey) && belongs(files.renewedCertificate, files.renewedKey)) {
    renameSync(files.renewedKey, files.key);
    syncFolder(dirname(files.key));
  }
  if (!belongs(files.renewedCertificate, files.key)) {
    dropRenewed(files);
    return false;
  }
  renameSync(files.renewedCertificate, files.certificate);
  syncFolder(dirname(files.certificate));
  return true;
}

/** The certificate first: a key alone is only a key for the next try. */
export function dropRenewed(files: Files): void {
  rmSync(files.renewedCertificate, { force: true });
  rmSync(files.renewedKey, { force: true });
}

function belongs(certificate: string, key: string): boolean {
  try {
    return new X509Certificate(readFileSync(certificate)).checkPrivateKey(createPrivateKey(readFileSync(key)));
  } catch {
    // Not readable as what it should be: it belongs to nothing.
    return false;
  }
}

/** A certificate for another key would keep this host out for good. */
export function checkCertificate(certificate: string, key: KeyObject): void {
  const own = createPublicKey(key).export({ type: 'spki', format: 'der' });
  if (!new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' }).equals(own)) {
    throw new AgentError('enrolment_refused', 'the controller sent a certificate for another key');
  }
}
