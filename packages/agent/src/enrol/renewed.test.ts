import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsFiles } from '../settings.ts';
import { makeAuthority, type TestAuthority } from '../testing/certificates.ts';
import { dropRenewed, keepRenewed, renewedKey, takeRenewed } from './renewed.ts';

let authority: TestAuthority;
let folder: string;
let files: ReturnType<typeof settingsFiles>;
beforeEach(async () => {
  authority = await makeAuthority();
  folder = mkdtempSync(join(tmpdir(), 'renewed-'));
  files = settingsFiles(folder);
  const { certificate, key } = await authority.host('db-1');
  writeFileSync(files.certificate, certificate);
  writeFileSync(files.key, key);
});
afterEach(() => rmSync(folder, { recursive: true }));

const publicOf = (key: ReturnType<typeof renewedKey>) =>
  createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
const inUse = () => readFileSync(files.certificate, 'utf8');
const pairFits = () => new X509Certificate(inUse()).publicKey.equals(createPublicKey(readFileSync(files.key, 'utf8')));

async function renewedHere(): Promise<string> {
  const certificate = await authority.sign(publicOf(renewedKey(files)));
  keepRenewed(files, certificate);
  return certificate;
}

test('a new certificate takes the place of the old one together with its key, and nothing is left over', async () => {
  const certificate = await renewedHere();
  expect(pairFits()).toBe(true);
  expect(takeRenewed(files)).toBe(true);
  expect(inUse()).toBe(certificate);
  expect(pairFits()).toBe(true);
  expect(readdirSync(folder).toSorted()).toEqual(['agent.crt', 'agent.key']);
  expect(takeRenewed(files)).toBe(false);
});

test('cut off after any step, the next call finishes it with a key and a certificate that fit', async () => {
  const before = inUse();
  renewedKey(files);
  expect([takeRenewed(files), inUse(), pairFits()]).toEqual([false, before, true]);
  const certificate = await renewedHere();
  // Between the two renames.
  renameSync(files.renewedKey, files.key);
  expect(pairFits()).toBe(false);
  expect([takeRenewed(files), inUse(), pairFits()]).toEqual([true, certificate, true]);
});

test('the key of a try that was cut off is used again', () => {
  expect(publicOf(renewedKey(files))).toBe(publicOf(renewedKey(files)));
  expect(existsSync(files.renewedCertificate)).toBe(false);
});

test('a certificate for another key is not kept, and leftovers that belong to nothing are dropped', async () => {
  const before = inUse();
  renewedKey(files);
  const foreign = await authority.sign(publicOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey));
  expect(() => keepRenewed(files, foreign)).toThrow('a certificate for another key');
  for (const content of [foreign, 'no certificate']) {
    writeFileSync(files.renewedCertificate, content);
    expect([takeRenewed(files), inUse(), pairFits()]).toEqual([false, before, true]);
    expect(readdirSync(folder).toSorted()).toEqual(['agent.crt', 'agent.key']);
  }
});

test('dropped, nothing of it comes back', async () => {
  const before = inUse();
  await renewedHere();
  dropRenewed(files);
  expect([takeRenewed(files), inUse()]).toEqual([false, before]);
});
