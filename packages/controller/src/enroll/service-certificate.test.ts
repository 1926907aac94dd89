import { createPublicKey, generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HostName, SERVICES_AUTHORITY, serviceCertificateText } from '@rolecall/protocol';
import { Audit } from '../audit/audit.ts';
import { ServicesAuthority } from '../authority/services-authority.ts';
import { Blobs } from '../blobs/blobs.ts';
import { Database } from '../store/database.ts';
import { ServiceCertificates, withAuthority } from './service-certificate.ts';

const HOST = 'web-1' as HostName;
const OTHER = 'web-2' as HostName;
const WORK = 'run-1/web@web-1/converge/1';
const PATH = '/etc/web/tls.crt';

let folder: string;
let database: Database;
let audit: Audit;
let certificates: ServiceCertificates;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-sign-'));
  database = new Database(join(folder, 'store.db'));
  audit = new Audit(database);
  const blobs = new Blobs(database, join(folder, 'blobs'));
  const params = { path: PATH, names: ['web-1.example'], usages: ['server'], days: 30 };
  const resource = { kind: 'certificate', key: PATH, source: { file: 'site.ts', line: 1, column: 1 } };
  const catalog = blobs.put(
    Buffer.from(
      JSON.stringify({
        schema: 'rolecall/catalog/1',
        instance: 'web@web-1',
        formerly: [],
        undo: null,
        secrets: [],
        resources: [
          { ...resource, params: { ...params, from: 'controller' } },
          { ...resource, key: '/etc/own.crt', params: { ...params, path: '/etc/own.crt' } },
        ],
      }),
    ),
  );
  const services = await ServicesAuthority.open(join(folder, 'services-ca'));
  const catalogOf = (assignment: string) => (assignment === WORK ? catalog : undefined);
  certificates = new ServiceCertificates({ services, blobs, audit, catalogOf });
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

/** What a host sends; `prover` signs it where another key than its own shall. */
function request(more: object = {}, key = newKey(), prover = key) {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  const asked = { assignment: WORK, path: PATH, names: ['web-1.example'], publicKey, ...more };
  const text = serviceCertificateText(asked.assignment, asked.path, publicKey);
  return { ...asked, proof: sign('sha256', Buffer.from(text), prover).toString('base64') };
}

const rows = () => audit.list(10).map(({ operator, verb, subject }) => `${operator} ${verb} ${subject}`);

test('a host gets what its catalog declares, for a key that it holds, and the audit has it', async () => {
  const key = newKey();
  const made = new X509Certificate((await certificates.sign(HOST, request({}, key))).certificate);
  expect(made.checkPrivateKey(key)).toBe(true);
  expect(made.subjectAltName).toBe('DNS:web-1.example');
  expect(made.validToDate.getTime() - Date.now()).toBeLessThan(30 * 86_400_000 + 60_000);
  expect(rows()).toEqual([
    expect.stringContaining('host web-1 certificate.signed /etc/web/tls.crt on web-1 for web-1.example (serial '),
  ]);
});

test.each([
  ['the names of another', HOST, request({ names: ['web-2.example'] }), 'its catalog declares other names'],
  ['a name more', HOST, request({ names: ['web-1.example', '*'] }), 'its catalog declares other names'],
  ['the work of another host', OTHER, request(), 'it has no such work'],
  ['work that is over', HOST, request({ assignment: 'run-1/web@web-1/converge/2' }), 'it has no such work'],
  ['a file that is not declared', HOST, request({ path: '/etc/x.crt' }), 'its catalog declares no such certificate'],
  ['one that the host signs itself', HOST, request({ path: '/etc/own.crt' }), 'declares no such certificate'],
  ['a key that it does not hold', HOST, request({}, newKey(), newKey()), 'it did not prove that it holds the key'],
  ['no key at all', HOST, { ...request(), publicKey: 'nonsense' }, 'it did not prove that it holds the key'],
])('a host that asks for %s is refused, and the audit has it', async (_, host, body, why) => {
  await expect(certificates.sign(host, body)).rejects.toThrow(why);
  expect(rows()).toEqual([expect.stringContaining(`host ${host} certificate.refused `)]);
});

test('asking again and again for what is refused fills no audit', async () => {
  for (let i = 0; i < 20; i++) await certificates.sign(OTHER, request()).catch(() => {});
  expect(rows()).toHaveLength(1);
});

test.each([[{}], ['text'], [{ ...request(), more: 1 }], [{ ...request(), assignment: '../x' }]])(
  'what is no request is refused: %#',
  async (body) => {
    await expect(certificates.sign(HOST, body)).rejects.toThrow('that is no request');
  },
);

test('the certificates of the authority take the place of their marker, wherever it stands', () => {
  const bundle = 'first "line"\nsecond $& line\n';
  const declared = [{ params: { content: `# trust\n${SERVICES_AUTHORITY}`, names: ['x'] } }];
  expect(withAuthority(declared, { bundle })).toEqual([{ params: { content: `# trust\n${bundle}`, names: ['x'] } }]);
  const without = [{ params: {} }];
  expect(withAuthority(without, { bundle })).toBe(without);
});
