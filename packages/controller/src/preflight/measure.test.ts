import { generateKeyPairSync } from 'node:crypto';
import { type SiteDocument, secretMarker } from '@rolecall/protocol';
import { issueCa, issueServer } from '../authority/issue.ts';
import { readCertificate } from './measure-certificates.ts';
import { measureSecrets } from './measure-secrets.ts';
import { overlap, type Range, rangeOf } from './range.ts';
import { checkSecrets } from './secrets.ts';

const keys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

const SITE = {
  name: 'wire-demo',
  hosts: { 'db-one': { labels: { rack: 'cellar-2' }, address: 'db-one.example.com' } },
  roles: [{ name: 'cassandra' }],
  uses: [
    { use: 'tables', params: { cluster: { name: 'wire-tables' }, password: secretMarker('tables/password' as never) } },
  ],
};

const measured = (value: string | undefined, samples: string[] = []) =>
  measureSecrets({ look: (_, at) => (value === undefined ? undefined : at(value)) }, {
    ...SITE,
    secrets: [{ name: 'a', samples }],
  } as unknown as SiteDocument)['a' as never];

describe('what secrets are like', () => {
  test.each([
    'changeme',
    'CHANGE-ME',
    'Password123',
    'secret\n',
    'xxxxxxxx',
    '12345678',
    'minioadmin',
    '<your-secret>',
  ])('%j is a sample', (value) => expect(measured(value)).toEqual({ length: value.length, sample: true }));

  test.each(['correct horse battery staple', 'kR8!vQz2mLw0', '-----BEGIN PRIVATE KEY-----'])('%j is none', (value) =>
    expect(measured(value)).toMatchObject({ sample: false }),
  );

  test('what the site calls a sample is one, and what is not set has no length', () => {
    expect(measured('dummykey-7', ['dummykey-7'])).toMatchObject({ sample: true });
    expect(measured(undefined)).toEqual({ length: null, sample: false });
  });
});

describe('a secret that the site says in clear', () => {
  test.each([
    ['wire-demo', 'the name of the site'],
    ['db-one', 'the name of host db-one'],
    ['example.com', 'the address of db-one'],
    ['cellar-2', 'a label of db-one'],
    ['cassandra', 'the name of role cassandra'],
    ['tables', 'the name of use tables'],
    ['wire-tables\n', '`cluster` of tables'],
  ])('%j is named with its place', (value, place) => expect(measured(value)).toMatchObject({ inClear: place }));

  test.each(['tables/password', 'wire', 'WIRE-DEMO', 'of its own'])('%j is none', (value) =>
    expect(measured(value)).not.toHaveProperty('inClear'),
  );

  test('stops an apply, of a demonstration too: what hosts answer would have *** in its place', () => {
    const site = { ...SITE, secrets: [{ name: 'minio/access-key' }], wants: { mode: 'demo' } };
    const secrets = { 'minio/access-key': { length: 9, sample: true, inClear: 'the name of the site' } };
    expect(checkSecrets({ site, measured: { secrets } } as never)).toEqual([
      expect.objectContaining({
        code: 'secret_in_clear',
        what: 'secret minio/access-key',
        measured: 'the same as the name of the site',
      }),
    ]);
  });
});

describe('what certificates are good for', () => {
  test('names, end, key and chain are read', async () => {
    const [ca, server, other] = [keys(), keys(), keys()];
    const root = await issueCa(ca);
    const leaf = await issueServer(ca, server.publicKey, ['a.example.com', 'b.example.com']);
    const pem = (pair: typeof ca) => pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(readCertificate(`${leaf.pem}\n${root.pem}`, pem(server))).toEqual({
      names: expect.arrayContaining(['a.example.com', 'b.example.com']),
      end: Math.floor(leaf.notAfter / 1000) * 1000,
      keyFits: true,
      chained: true,
    });
    expect(readCertificate(leaf.pem, pem(server))).toMatchObject({ chained: false });
    expect(readCertificate(`${leaf.pem}\n${root.pem}`, pem(other))).toMatchObject({ keyFits: false });
    expect(readCertificate('nothing', 'nothing')).toEqual({ unknown: 'no certificate in PEM' });
  });
});

describe('ranges', () => {
  test('overlap where one lies within the other, in either order, and only then', () => {
    const range = (text: string) => rangeOf(text) as Range;
    expect(overlap(range('10.233.0.0/16'), range('10.233.64.0/18'))).toBe(true);
    expect(overlap(range('10.233.64.0/18'), range('10.233.0.0/16'))).toBe(true);
    expect(overlap(range('10.233.0.0/18'), range('10.233.64.0/18'))).toBe(false);
    expect(overlap(range('fd00::/8'), range('10.0.0.0/8'))).toBe(false);
    expect(rangeOf('10.0.0.0/33')).toBeUndefined();
  });
});
