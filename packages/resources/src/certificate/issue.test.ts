import { generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { FakeHost } from '../fake-host.ts';
import { issue } from './issue.ts';
import { namesIn, normalNames } from './look.ts';
import { certificateProvider } from './provider.ts';

const keys: readonly (readonly [string, () => KeyObject])[] = [
  ['ec', () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey],
  ['rsa', () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
  ['ed25519', () => generateKeyPairSync('ed25519').privateKey],
];
const DAY = 86_400_000;
const inDays = (days: number): Date => new Date(Date.now() + days * DAY);
const NAMES = ['www.example.net', '*.example.net', '127.0.0.1', '::1', '2001:db8::5'];

const subject = (key: KeyObject) => ({
  names: NAMES,
  usages: ['server', 'client'] as const,
  key,
  notBefore: inDays(-1),
  notAfter: inDays(30),
});

/** What a client says of a server that shows this certificate. */
async function meet(certificate: string, key: KeyObject, ca: string, servername: string): Promise<boolean | string> {
  const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const server = createServer({ cert: certificate, key: pem }, (socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await new Promise((resolve) => {
      const { port } = server.address() as AddressInfo;
      const name = servername === '127.0.0.1' ? {} : { servername };
      const client: TLSSocket = connect({ port, host: '127.0.0.1', ca, ...name }, () => resolve(client.authorized));
      client.on('error', (error) => resolve(error.message));
    });
  } finally {
    server.close();
  }
}

test.each(keys)('clients trust a certificate with a key of the type %s, under its names alone', async (_, make) => {
  const key = make();
  const certificate = issue({ ...subject(key), usages: [...subject(key).usages] }, undefined);
  const parsed = new X509Certificate(certificate);
  expect(parsed.checkPrivateKey(key)).toBe(true);
  expect(parsed.verify(parsed.publicKey)).toBe(true);
  expect(namesIn(parsed)).toEqual(normalNames(NAMES));
  expect(parsed.ca).toBe(false);
  expect(await meet(certificate, key, certificate, 'www.example.net')).toBe(true);
  expect(await meet(certificate, key, certificate, '127.0.0.1')).toBe(true);
  expect(await meet(certificate, key, certificate, 'www.example.org')).toContain('does not match');
});

const params = (more: object) =>
  ({
    path: '/a.crt',
    keyPath: '/a.key',
    names: ['a.example'],
    usages: ['server'],
    keyType: 'ec',
    days: 90,
    owner: 'root',
    group: 'root',
    mode: 0o644,
    keyMode: 0o600,
    ...more,
  }) as never;

/** What is said of a certificate that has so many days left of so many. */
async function validity(left: number, of: number, more: object = {}): Promise<unknown> {
  const key = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
  const text = issue(
    { ...subject(key), usages: ['server'], notBefore: inDays(left - of), notAfter: inDays(left) },
    undefined,
  );
  const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const host = new FakeHost({ files: { '/a.crt': text, '/a.key': { content: pem, mode: '0600' } } });
  const [found] = await certificateProvider.read(host, [params(more)]);
  return found?.is === 'present' && found.state.validity;
}

test('a given pair that is about to end is warned of, one that is made here is not', () => {
  const key = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
  const ending = (days: number) =>
    issue({ ...subject(key), usages: ['server'], notBefore: inDays(-1), notAfter: inDays(days) }, undefined);
  const warned = (more: object) => certificateProvider.warnings?.(params(more), undefined);
  const day = inDays(20).toISOString().slice(0, 10);
  expect(warned({ pair: { certificate: ending(20), key: 'x' } })).toEqual([`the given certificate ends on ${day}`]);
  expect(warned({ pair: { certificate: ending(40), key: 'x' } })).toEqual([]);
  expect(warned({ pair: { certificate: 'no certificate', key: 'x' } })).toEqual([]);
  expect(warned({ authority: { certificate: ending(20), key: 'x' } })).toEqual([`its authority ends on ${day}`]);
  expect(warned({})).toEqual([]);
});

test('a certificate is renewed in the last third of its life, or as many days before its end as are asked for', async () => {
  expect(await validity(31, 90)).toBe('valid (made for 90 days)');
  expect(await validity(29, 90)).toMatch(/^ends on .*, to be renewed$/);
  expect(await validity(29, 90, { renewDays: 10 })).toBe('valid (made for 90 days)');
  expect(await validity(9, 90, { renewDays: 10 })).toMatch(/to be renewed$/);
  expect(await validity(-1, 90)).toMatch(/^ended on /);
  expect(await validity(100, 90)).toMatch(/^begins on /);
});
