import { generateKeyPairSync, randomUUID, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostId, HostName } from '@rolecall/protocol';
import { Database } from '../store/database.ts';
import { enrolHost, revokeHost } from '../store/hosts.ts';
import { Authority } from './authority.ts';
import { identify } from './identify.ts';

let folder: string;
let database: Database;
let authority: Authority;
const host = 'db-1' as HostName;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-ca-'));
  database = new Database(join(folder, 'store.db'));
  authority = await Authority.open(join(folder, 'ca'));
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const newKey = () =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' }).toString();

async function certified(from: Authority, known = true): Promise<X509Certificate> {
  const id = randomUUID() as HostId;
  const issued = await from.issueFor(id, newKey());
  if (issued === undefined) throw new Error('not issued');
  if (known) enrolHost(database, host, {}, { id, ...issued, sealingKey: '' });
  return new X509Certificate(issued.pem);
}

const reasonOf = (certificate: X509Certificate | undefined, now = Date.now()) => {
  const found = identify(database, authority, certificate, now);
  return found.ok ? 'ok' : found.reason;
};

test('a certificate leads to the host for which it was made', async () => {
  const certificate = await certified(authority);
  expect(identify(database, authority, certificate, Date.now())).toMatchObject({ ok: true, host });
});

test('none, a foreign, an expired, an early, an unrecorded one is refused with its reason', async () => {
  const certificate = await certified(authority);
  const foreign = await certified(await Authority.open(join(folder, 'other')));
  expect(reasonOf(undefined)).toBe('no certificate was shown');
  expect(reasonOf(foreign)).toBe('the certificate is not from this controller');
  expect(reasonOf(certificate, certificate.validToDate.getTime() + 1)).toBe('the certificate has expired');
  expect(reasonOf(certificate, certificate.validFromDate.getTime() - 1)).toBe('the certificate is not valid yet');
  expect(reasonOf(await certified(authority, false))).toBe('the certificate is not known here');
});

test("the server's own certificate is no host's", async () => {
  const server = await authority.serverIdentity(['localhost']);
  expect(reasonOf(new X509Certificate(server.certificate))).toBe('the certificate is not for a host');
});

test('a host that enrols again leaves its old certificate behind, and a revoked one all of them', async () => {
  const old = await certified(authority);
  const fresh = await certified(authority);
  expect(reasonOf(old)).toBe('db-1 was enrolled again since');
  expect(reasonOf(fresh)).toBe('ok');
  expect(revokeHost(database, host)).toBe(true);
  expect(reasonOf(fresh)).toBe('db-1 was revoked');
});

test('the pin stays over a restart and over a certificate for other names', async () => {
  const first = await authority.serverIdentity(['localhost', '127.0.0.1']);
  const again = await Authority.open(join(folder, 'ca'));
  expect(again.pin).toBe(authority.pin);
  expect(await again.serverIdentity(['localhost'])).toEqual(first);
  const renewed = await again.serverIdentity(['localhost', 'controller.example']);
  expect(renewed.certificate).not.toBe(first.certificate);
  expect(renewed.key).toBe(first.key);
});

test('only a P-256 key is certified', async () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' });
  expect(await authority.issueFor(randomUUID() as HostId, rsa.toString())).toBeUndefined();
  expect(await authority.issueFor(randomUUID() as HostId, 'nonsense')).toBeUndefined();
});
