import { type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SERVICES_AUTHORITY } from '@rolecall/protocol';
import type { CertificateRequest } from '../contract/host.ts';
import { FakeHost } from '../fake-host.ts';
import { converge } from '../testing/converge.ts';
import { issue } from './issue.ts';
import { pairOf } from './look.ts';
import { certificateProvider } from './provider.ts';
import { certificate } from './resource.ts';

const given = JSON.parse(
  readFileSync(new URL('./cases/lets-an-authority-sign-one-that-signed-itself.json', import.meta.url), 'utf8'),
) as { readonly params: { readonly authority: { readonly certificate: string; readonly key: string } } };
const { authority } = given.params;

/** A host whose controller signs with this authority, and what it was asked. */
class Linked extends FakeHost {
  readonly asked: CertificateRequest[] = [];
  days = 90;
  async certify(request: CertificateRequest): Promise<string> {
    this.asked.push(request);
    const [notBefore, notAfter] = [new Date(), new Date(Date.now() + this.days * 86_400_000)];
    return issue(
      { names: request.names, usages: ['server'], key: request.key as KeyObject, notBefore, notAfter },
      pairOf(authority),
    );
  }
}

const declared = (more: object = {}) => ({
  ...certificate.params.parse({
    path: '/etc/tls/a.crt',
    keyPath: '/etc/tls/a.key',
    names: ['A.example', '10.0.0.1'],
    from: 'controller',
    ...more,
  }),
  // As the controller fills it in.
  trusted: authority.certificate,
});

const host = () => new Linked({ files: { '/etc/tls': { type: 'directory' } } });
const textOf = async (on: FakeHost, path: string) => Buffer.from(await on.readFile(path)).toString();

test('the key is made on the host, the controller signs, and a second time nothing is asked', async () => {
  const on = host();
  expect(await converge(certificateProvider, on, [declared()])).toMatchObject({ is: 'settled' });
  expect(on.asked).toMatchObject([{ path: '/etc/tls/a.crt', names: ['A.example', '10.0.0.1'] }]);
  const made = new X509Certificate(await textOf(on, '/etc/tls/a.crt'));
  expect(made.verify(pairOf(authority).certificate.publicKey)).toBe(true);
  expect((await on.stat('/etc/tls/a.key'))?.mode).toBe(0o600);
  expect(await textOf(on, '/etc/tls/a.key')).toContain('PRIVATE KEY');
  on.forget();
  await converge(certificateProvider, on, [declared()]);
  expect([on.writes, on.asked.length]).toEqual([[], 1]);
});

test('one that is due is signed anew for the same key', async () => {
  const on = host();
  on.days = 20;
  await converge(certificateProvider, on, [declared({ days: 20 })]);
  const key = await textOf(on, '/etc/tls/a.key');
  const [found] = await certificateProvider.read(on, [declared()]);
  expect(found).toMatchObject({ state: { validity: 'valid (made for 90 days)' } });
  const early = declared({ renewDays: 25 });
  on.days = 90;
  expect(await converge(certificateProvider, on, [early])).toMatchObject({ differing: ['validity'] });
  expect(on.asked).toHaveLength(2);
  expect(await textOf(on, '/etc/tls/a.key')).toBe(key);
});

test('one that another authority signed is made anew', async () => {
  const on = host();
  await converge(certificateProvider, on, [declared()]);
  const itself = certificate.params.parse({ path: '/etc/tls/b.crt', keyPath: '/etc/tls/b.key', names: ['b.example'] });
  await converge(certificateProvider, on, [itself]);
  const other = { ...declared(), trusted: await textOf(on, '/etc/tls/b.crt') };
  const [found] = await certificateProvider.read(on, [other]);
  expect(found).toMatchObject({ state: { signedBy: expect.stringContaining('another authority') } });
});

test('a host without a controller says so, and writes nothing', async () => {
  const on = new FakeHost({ files: { '/etc/tls': { type: 'directory' } } });
  await expect(converge(certificateProvider, on, [declared()])).rejects.toThrow('there is no controller to ask');
  expect(on.writes).toEqual([]);
});

test('its authority is named by a marker, and a pair or another authority beside it is refused', () => {
  const params = { path: '/a.crt', keyPath: '/a.key', names: ['a.example'], from: 'controller' };
  expect(certificate.params.parse(params).trusted).toBe(SERVICES_AUTHORITY);
  expect(certificate.params.safeParse({ ...params, authority }).success).toBe(false);
  expect(certificate.params.safeParse({ ...params, names: [] }).success).toBe(false);
});
