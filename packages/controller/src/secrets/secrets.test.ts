import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostId, HostName } from '@rolecall/protocol';
import { makeSealingKeys, openSealed } from '@rolecall/protocol/sealed-box';
import { Database } from '../store/database.ts';
import { enrolHost } from '../store/hosts.ts';
import { Secrets } from './secrets.ts';

let folder: string;
let database: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-secrets-'));
  database = new Database(join(folder, 'store.db'));
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});
const open = () => Secrets.open(database, join(folder, 'secrets.key'));
const host = 'db-1' as HostName;

test('a value is sealed so that its host can open it, also after a restart', async () => {
  const keys = makeSealingKeys();
  enrolHost(database, host, {}, { id: 'x' as HostId, serial: '1', notAfter: 0, sealingKey: keys.publicKey });
  expect(await (await open()).set('redis/password', 'hunter2')).toBe(1);
  const [sealed] = (await open()).sealFor(host, ['redis/password']);
  expect(sealed).toMatchObject({ name: 'redis/password', version: 1 });
  expect(openSealed(createPrivateKey(keys.privateKey), sealed?.box ?? '')).toBe('hunter2');
});

test('nothing on disk holds the value, and only the owner reads the key', async () => {
  await (await open()).set('canary', 'CANARY-7f3a');
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes('CANARY-7f3a')).toBe(false);
  expect(statSync(join(folder, 'secrets.key')).mode & 0o777).toBe(0o600);
});

test('the same value again is the same version, another is the next, and a removed one is not counted again', async () => {
  const secrets = await open();
  expect([await secrets.set('a', '1'), await secrets.set('a', '1'), await secrets.set('a', '2')]).toEqual([1, 1, 2]);
  expect(await secrets.remove('a')).toBe(true);
  expect(() => secrets.versions(['a'])).toThrow('the secret a is not set');
  expect(() => secrets.sealFor(host, ['a'])).toThrow();
  const again = await open();
  expect(() => again.versions(['a'])).toThrow('the secret a is not set');
  expect(await again.set('a', '1')).toBe(3);
});

test('a generated one is made once, also when asked for twice at a time', async () => {
  const secrets = await open();
  const wanted = [{ name: 'g', length: 32 }];
  await Promise.all([secrets.ensureGenerated(wanted), secrets.ensureGenerated(wanted)]);
  await secrets.set('own', 'mine');
  await secrets.ensureGenerated([{ name: 'own', length: 8 }]);
  expect(secrets.versions(['g', 'own'])).toEqual([
    { name: 'g', version: 1 },
    { name: 'own', version: 1 },
  ]);
});

test('an empty and an overlong value are refused, and a wrong key file is told', async () => {
  const secrets = await open();
  await expect(secrets.set('a', '')).rejects.toThrow('has 0 bytes');
  await expect(secrets.set('a', 'x'.repeat(32_769))).rejects.toThrow('32769');
  await secrets.set('a', 'x');
  await expect(Secrets.open(database, join(folder, 'other.key'))).rejects.toThrow('does not open the secret a');
});

test('a text is shown without the values, the longer ones first; very short ones stay', async () => {
  const secrets = await open();
  for (const [name, value] of [
    ['a', 'hunter2'],
    ['b', 'hunter2-and-more'],
    ['c', 'abc'],
  ] as const)
    await secrets.set(name, value);
  expect(secrets.hide('login hunter2-and-more hunter2 abc')).toBe('login *** *** abc');
});
