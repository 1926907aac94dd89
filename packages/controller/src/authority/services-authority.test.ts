import { createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { Authority } from './authority.ts';
import { ServicesAuthority } from './services-authority.ts';

let folder: string;
let authority: ServicesAuthority;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-services-'));
  authority = await ServicesAuthority.open(join(folder, 'services-ca'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const ec = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const KEYS: readonly (readonly [string, () => KeyObject])[] = [
  ['ec', ec],
  ['rsa', () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
  ['ed25519', () => generateKeyPairSync('ed25519').privateKey],
];
const NAMES = ['www.example.net', '127.0.0.1', '::1'];

const signed = async (by: ServicesAuthority, key: KeyObject, days = 90): Promise<string> =>
  (await by.issueFor({ names: NAMES, usages: ['server', 'client'], key: createPublicKey(key), days })).pem;

/** What a client says of a server that shows this certificate. */
async function meet(cert: string, key: KeyObject, ca: string, servername: string): Promise<string> {
  const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const server = createServer({ cert, key: pem }, (socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await new Promise((resolve) => {
      const { port } = server.address() as AddressInfo;
      const client = connect({ port, host: '127.0.0.1', ca, servername }, () => resolve('trusted'));
      client.on('error', (error) => resolve(error.message));
    });
  } finally {
    server.close();
  }
}

test.each(KEYS)(
  'a client that trusts it trusts a service with a key of the type %s, under its names alone',
  async (_, make) => {
    const key = make();
    const cert = await signed(authority, key);
    const parsed = new X509Certificate(cert);
    expect([parsed.ca, parsed.checkPrivateKey(key)]).toEqual([false, true]);
    expect(parsed.subjectAltName).toBe('DNS:www.example.net, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
    expect(await meet(cert, key, authority.bundle, 'www.example.net')).toBe('trusted');
    expect(await meet(cert, key, authority.bundle, 'www.example.org')).toContain('does not match');
  },
);

test('it is another than the authority of the agents, and neither trusts what the other signed', async () => {
  const agents = await Authority.open(join(folder, 'ca'));
  const key = ec();
  const cert = await signed(authority, key);
  expect(agents.made(new X509Certificate(cert))).toBe(false);
  expect(await meet(cert, key, agents.certificate, 'www.example.net')).not.toBe('trusted');
  const host = await agents.issueFor(
    'x' as never,
    createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
  );
  const parsed = new X509Certificate(authority.bundle);
  expect(new X509Certificate(host?.pem ?? '').verify(parsed.publicKey)).toBe(false);
  expect(statSync(join(folder, 'services-ca', '1.key')).mode & 0o777).toBe(0o600);
});

test('its key is changed in three steps, and nobody is left without trust in between', async () => {
  const key = ec();
  const old = await signed(authority, key);
  const trusted = async (cert: string) => meet(cert, key, authority.bundle, 'www.example.net');
  const is = () => authority.generations.map((each) => `${each.number} ${each.is}`);
  expect(() => authority.switch()).toThrow('there is no next one');
  expect(() => authority.retire()).toThrow('there is no former one');

  await authority.prepare();
  expect(is()).toEqual(['2 next', '1 signing']);
  await expect(authority.prepare()).rejects.toThrow('it is being changed already');
  expect(new X509Certificate(authority.bundle).subject).toBe('CN=Rolecall services authority 1');
  const between = await signed(authority, key);

  authority.switch();
  expect(is()).toEqual(['2 signing', '1 former']);
  authority = await ServicesAuthority.open(join(folder, 'services-ca'));
  const fresh = await signed(authority, key);
  expect(await Promise.all([old, between, fresh].map(trusted))).toEqual(['trusted', 'trusted', 'trusted']);
  expect(new X509Certificate(authority.bundle).subject).toBe('CN=Rolecall services authority 2');

  authority.retire();
  expect(is()).toEqual(['2 signing']);
  expect(await trusted(fresh)).toBe('trusted');
  expect(await trusted(old)).not.toBe('trusted');
});
