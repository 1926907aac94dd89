import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority } from '../testing/certificates.ts';
import { certifyFor } from './certify.ts';

/** What the controller answers, one after another; the last for good. */
let answers: (readonly [status: number, body: object])[];
let asked: number;
let folder: string;
let server: Server;
let certify: ReturnType<typeof certifyFor>;
const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const request = { path: '/etc/a.crt', names: ['a.example'], key };

beforeEach(async () => {
  asked = 0;
  folder = mkdtempSync(join(tmpdir(), 'certify-'));
  const authority = await makeAuthority();
  const [ours, theirs] = [await authority.host('db-1'), await authority.server('127.0.0.1')];
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const identity = {
    certificateFile: file('crt', ours.certificate),
    keyFile: file('key', ours.key),
    caFile: file('ca', authority.ca),
  };
  server = createServer({ cert: theirs.certificate, key: theirs.key, minVersion: 'TLSv1.3' }, (_, response) => {
    const [status, body] = answers[Math.min(asked++, answers.length - 1)] ?? [500, {}];
    response.writeHead(status).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  certify = certifyFor({ address: { url }, identity }, 'r-2026/web@db-1/converge/1');
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

test('a controller that is only coming up is asked again', async () => {
  answers = [
    [503, {}],
    [200, { certificate: 'signed' }],
  ];
  expect(await certify(request)).toBe('signed');
  expect(asked).toBe(2);
});

test('what it refuses stays refused, in its words', async () => {
  answers = [[403, { error: { message: 'it has no such work' } }]];
  await expect(certify(request)).rejects.toMatchObject({
    code: 'not_certified',
    message: expect.stringContaining('it has no such work'),
  });
  expect(asked).toBe(1);
});
