import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, settingsFiles } from '../settings.ts';
import { type Certified, makeAuthority, type TestAuthority } from '../testing/certificates.ts';
import { FakeController } from '../testing/fake-controller.ts';
import { type EnrolOptions, enrol } from './enrol.ts';

let authority: TestAuthority;
let controller: FakeController;
let folder: string;
beforeEach(async () => {
  authority = await makeAuthority();
  controller = await FakeController.start(authority);
  controller.tokens.set('token-1', undefined);
  folder = mkdtempSync(join(tmpdir(), 'enrol-'));
});
afterEach(async () => {
  await controller.stop();
  rmSync(folder, { recursive: true });
});

const enrolWith = (more: Partial<EnrolOptions> = {}) =>
  enrol({
    controller: { url: controller.url, ca: authority.ca },
    token: 'token-1',
    hostname: 'box',
    settingsFolder: folder,
    stateFolder: '/var/lib/rolecall',
    force: false,
    ...more,
  });

test('a host gets a certificate for a key that never left it', async () => {
  expect(await enrolWith()).toEqual({ is: 'enrolled', host: 'db-1' });
  const files = settingsFiles(folder);
  const certificate = new X509Certificate(readFileSync(files.certificate));
  expect(certificate.verify(new X509Certificate(authority.ca).publicKey)).toBe(true);
  for (const secret of [files.key, files.sealingKey, files.settings]) expect(statSync(secret).mode & 0o777).toBe(0o600);
  expect(readSettings(folder)).toMatchObject({
    controller: controller.url,
    host: 'db-1',
    stateFolder: '/var/lib/rolecall',
  });
});

test('run again with the same token it keeps what it has; with another one it makes new keys', async () => {
  await enrolWith();
  const key = readFileSync(settingsFiles(folder).key, 'utf8');
  expect((await enrolWith()).is).toBe('kept');
  controller.tokens.set('token-2', undefined);
  expect((await enrolWith({ token: 'token-2' })).is).toBe('enrolled');
  expect(readFileSync(settingsFiles(folder).key, 'utf8')).not.toBe(key);
});

test('after a lost answer the same line goes through: the same key is shown again', async () => {
  const lost = controller.url.replace('127.0.0.1', 'localhost');
  await expect(enrolWith({ controller: { url: lost, ca: authority.ca, pin: 'sha256//AAAA' } })).rejects.toThrow(
    'pinned',
  );
  const key = readFileSync(`${settingsFiles(folder).key}.new`, 'utf8');
  expect((await enrolWith()).is).toBe('enrolled');
  expect(readFileSync(settingsFiles(folder).key, 'utf8')).toBe(key);
});

test('a used or unknown token is refused in a sentence that says what to do', async () => {
  await expect(enrolWith({ token: 'nothing' })).rejects.toMatchObject({
    code: 'enrolment_refused',
    message: 'the controller refused the enrolment: the token was used already',
    hint: expect.stringContaining('controller enroll'),
  });
});

test('a controller that another authority certified is not told the token', async () => {
  const other = await makeAuthority();
  await expect(enrolWith({ controller: { url: controller.url, ca: other.ca } })).rejects.toMatchObject({
    code: 'unreachable',
  });
  expect(controller.tokens.get('token-1')).toBeUndefined();
});

test("the controller's key is checked where it is pinned", async () => {
  const served: Certified = await authority.server();
  const key = new X509Certificate(served.certificate).publicKey.export({ type: 'spki', format: 'der' });
  const wrong = `sha256//${createHash('sha256').update(key).digest('base64')}`;
  await expect(enrolWith({ controller: { url: controller.url, ca: authority.ca, pin: wrong } })).rejects.toThrow(
    'pinned',
  );
});
