import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SealedSecret } from '@rolecall/protocol';
import { makeSealingKeys, seal } from '@rolecall/protocol/sealed-box';
import { KnownSecrets } from './known-secrets.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'known-'));
  file = join(folder, 'secrets.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const keys = makeSealingKeys();
const key = createPrivateKey(keys.privateKey);
const sealed = (name: string, version: number, value: string, to = keys.publicKey): SealedSecret =>
  ({ name, version, box: seal(to, value) }) as SealedSecret;

test('what came once is known, also to the next agent, and is on disk only as it was sealed', () => {
  const known = new KnownSecrets(file, key);
  known.learn([sealed('a', 1, 'CANARY-1'), sealed('b', 1, 'CANARY-2')]);
  known.learn([sealed('a', 2, 'CANARY-3')]);
  const values = ['CANARY-1', 'CANARY-2', 'CANARY-3'];
  expect(known.values()).toEqual(values);
  expect(new KnownSecrets(file, key).values()).toEqual(values);
  expect(readFileSync(file, 'utf8')).not.toContain('CANARY');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('what is known already writes nothing, and the oldest of very many are forgotten', () => {
  const known = new KnownSecrets(file, key);
  known.learn(Array.from({ length: 200 }, (_, i) => sealed(`s${i}`, 1, `value-${i}`)));
  expect(known.values()).toHaveLength(128);
  expect(known.values().at(-1)).toBe('value-199');
  const { mtimeMs } = statSync(file);
  known.learn([sealed('s199', 1, 'value-199')]);
  expect(statSync(file).mtimeMs).toBe(mtimeMs);
});

test('what was sealed to another key, and a file that is none, are passed over', () => {
  writeFileSync(file, 'nonsense');
  const known = new KnownSecrets(file, key);
  known.learn([sealed('a', 1, 'CANARY', makeSealingKeys().publicKey)]);
  expect(known.values()).toEqual([]);
});
