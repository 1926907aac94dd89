import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { HostName, Sha256 } from '@rolecall/protocol';
import { Database } from '../store/database.ts';
import { Blobs } from './blobs.ts';

let folder: string;
let database: Database;
let blobs: Blobs;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-blobs-'));
  database = new Database(':memory:');
  blobs = new Blobs(database, folder);
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const content = Buffer.from('a catalog');
const hash = createHash('sha256').update(content).digest('hex') as Sha256;

test('what is put comes back under its hash, and is stored once', () => {
  expect([blobs.put(content), blobs.put(content)]).toEqual([hash, hash]);
  expect(Buffer.from(blobs.get(hash) ?? [])).toEqual(content);
  expect(readdirSync(folder)).toEqual([hash]);
});

test('a stream with another hash leaves nothing', async () => {
  await blobs.receive(hash, Readable.from([content]));
  const other = hash.replace(/^./, '0') as Sha256;
  await expect(blobs.receive(other, Readable.from([content]))).rejects.toThrow(`has the hash ${hash}`);
  expect(readdirSync(folder)).toEqual([hash]);
});

test('what a controller that died was receiving is dropped', () => {
  writeFileSync(join(folder, '.draft-1'), 'half');
  new Blobs(database, folder);
  expect(readdirSync(folder)).toEqual([]);
});

test('a grant is for one host', () => {
  blobs.grant('db-1' as HostName, hash);
  blobs.grant('db-1' as HostName, hash);
  expect(blobs.isGranted('db-1' as HostName, hash)).toBe(true);
  expect(blobs.isGranted('db-2' as HostName, hash)).toBe(false);
});
