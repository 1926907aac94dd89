import { createPrivateKey } from 'node:crypto';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { InstanceId, RunId, Sha256 } from '@rolecall/protocol';
import { makeSealingKeys } from '@rolecall/protocol/sealed-box';
import { resource } from '../testing/memory.ts';
import { type PriorRecord, unpackRecords } from './record.ts';
import { PriorStore } from './store.ts';

const newKey = () => createPrivateKey(makeSealingKeys().privateKey);
const key = newKey();
const instance = 'redis@db-1' as InstanceId;
const runId = (i: number) => `r-${String(i).padStart(4, '0')}` as RunId;
const NONE = new Set<string>();

const record = (path: string, content: string): PriorRecord => ({
  resource: resource('file', path, { path }),
  place: { catalog: 'ab'.repeat(32) as Sha256, index: 0 },
  there: true,
  made: false,
  prior: {
    paths: {
      [path]: {
        type: 'file',
        owner: 'root',
        group: 'root',
        mode: 0o600,
        content: { kept: true, base64: Buffer.from(content).toString('base64') },
      },
    },
  },
});

const contentsOf = (records: readonly PriorRecord[]) =>
  records.map(({ resource: { key: path }, prior }) => {
    const was = prior?.paths?.[path];
    if (was?.type !== 'file') throw new Error('no file');
    return [path, was.content.kept ? Buffer.from(was.content.base64, 'base64').toString() : was.content.bytes];
  });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prior-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what came first within a run stays, also for an agent that goes on', async () => {
  const store = new PriorStore(folder, key);
  await store.keep(runId(1), instance, [record('/a', 'old')], NONE);
  await store.keep(runId(1), instance, [record('/a', 'half-written'), record('/b', 'old b')], NONE);
  await store.close();
  const next = new PriorStore(folder, key);
  await next.keep(runId(1), instance, [record('/b', 'new b'), record('/c', 'old c')], NONE);
  await next.close();
  expect(contentsOf(await next.of(runId(1), instance, true))).toEqual([
    ['/a', 'old'],
    ['/b', 'old b'],
    ['/c', 'old c'],
  ]);
});

test('a half-written record is cut off, whatever of it came to the disk', async () => {
  const path = join(folder, runId(1), instance);
  const store = new PriorStore(folder, key);
  await store.keep(runId(1), instance, [record('/a', 'old')], NONE);
  const whole = statSync(path).size;
  await store.keep(runId(1), instance, [record('/b', 'old b')], NONE);
  await store.close();
  for (let size = statSync(path).size - 1; size >= whole; size -= 37) {
    truncateSync(path, size);
    expect(contentsOf(await store.of(runId(1), instance, true))).toEqual([['/a', 'old']]);
  }
  appendFileSync(path, Buffer.alloc(5, 7));
  await store.keep(runId(1), instance, [record('/c', 'old c')], NONE);
  await store.close();
  expect(contentsOf(await store.of(runId(1), instance, true)).map(([name]) => name)).toEqual(['/a', '/c']);
});

test('records that are kept at once come back in their order, whatever they weigh', async () => {
  const store = new PriorStore(folder, key);
  const records = [3, 900_000, 7, 900_000, 1_500_000, 1, 2].map((size, i) => record(`/f${i}`, 'x'.repeat(size)));
  await store.keep(runId(1), instance, records, NONE);
  await store.close();
  expect(contentsOf(await store.of(runId(1), instance, true))).toEqual(contentsOf(records));
});

test('what a former agent wrote record by record is read', () => {
  const one = record('/a', 'old');
  expect(unpackRecords(gzipSync(JSON.stringify(one)))).toEqual([one]);
});

test('nobody but root can look at it, and nobody without the key can read it', async () => {
  const store = new PriorStore(folder, key);
  await store.keep(runId(1), instance, [record('/a', 'a secret of the host')], NONE);
  await store.close();
  const path = join(folder, runId(1), instance);
  expect(statSync(path).mode & 0o077).toBe(0);
  expect(statSync(join(folder, runId(1))).mode & 0o077).toBe(0);
  expect(readFileSync(path).includes('secret')).toBe(false);
  await expect(new PriorStore(folder, newKey()).of(runId(1), instance, true)).rejects.toMatchObject({
    code: 'no_prior',
  });
});

test('the oldest runs go first, never one that is in use, and what went is not taken for nothing', async () => {
  const store = new PriorStore(folder, key, { bytes: 1_000_000, runs: 3 });
  for (let i = 1; i <= 6; i++) await store.keep(runId(i), instance, [record('/a', `${i}`)], new Set([runId(2)]));
  await store.close();
  const runs = readdirSync(folder).filter((name) => name.startsWith('r-'));
  expect(runs.sort()).toEqual([runId(2), runId(5), runId(6)]);
  await expect(store.of(runId(3), instance, false)).rejects.toMatchObject({ code: 'no_prior' });
  expect(await store.of(runId(7), instance, false)).toEqual([]);
  await expect(store.of(runId(7), instance, true)).rejects.toMatchObject({ code: 'no_prior' });
});

test('one run that fills all the room keeps sizes and hashes from there on', async () => {
  const store = new PriorStore(folder, key, { bytes: 100, runs: 3 });
  await store.keep(runId(1), instance, [record('/a', 'first')], NONE);
  await store.keep(runId(1), instance, [record('/b', 'second')], NONE);
  await store.close();
  expect(contentsOf(await store.of(runId(1), instance, true))).toEqual([
    ['/a', 'first'],
    ['/b', 6],
  ]);
});
