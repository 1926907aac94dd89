import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { HostName, InstanceId, RunId, Sha256 } from '@rolecall/protocol';
import fc from 'fast-check';
import { Audit } from '../audit/audit.ts';
import { Blobs } from '../blobs/blobs.ts';
import { noteApplied } from '../store/applied.ts';
import { noteUpload, uploadOf } from '../store/artifacts.ts';
import { Database } from '../store/database.ts';
import { Artifacts } from './artifacts.ts';
import type { Limits } from './room.ts';

let folder: string;
let database: Database;
let blobs: Blobs;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-artifacts-'));
  database = new Database(':memory:');
  blobs = new Blobs(database, join(folder, 'blobs'));
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const open = (limits: Limits = { quota: 10_000_000, keptFree: 0 }): Artifacts =>
  new Artifacts({ database, blobs, audit: new Audit(database), folder: join(folder, 'uploads'), limits });
const hashOf = (content: Uint8Array): Sha256 => createHash('sha256').update(content).digest('hex') as Sha256;
const wanted = (content: Uint8Array, more: { name?: string; version?: string | null } = {}) => ({
  sha256: hashOf(content),
  size: content.length,
  name: 'tool',
  version: null,
  ...more,
});
const stream = (...pieces: Uint8Array[]): AsyncIterable<Uint8Array> => Readable.from(pieces);

async function add(artifacts: Artifacts, content: Uint8Array, more: { name?: string; version?: string | null } = {}) {
  artifacts.begin(wanted(content, more), 'ann');
  return artifacts.append(hashOf(content), 0, stream(content));
}

/** Breaks off after its pieces, as a connection does. */
async function* cut(...pieces: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
  throw new Error('cut');
}

test('however an upload is cut, also by the death of the controller, it ends whole', async () => {
  const cuts = fc.array(fc.record({ at: fc.nat(5_000), dies: fc.boolean(), tears: fc.boolean() }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 5_000 }), cuts, async (content, breaks) => {
      const sha256 = hashOf(content);
      let artifacts = open();
      for (const { at, dies, tears } of breaks) {
        const { stored, offset } = artifacts.begin(wanted(content), 'ann');
        if (stored) break;
        await artifacts.append(sha256, offset, cut(content.subarray(offset, offset + at))).catch(() => {});
        expect(artifacts.list().artifacts.every((one) => one.sha256 !== sha256)).toBe(!blobs.has(sha256));
        if (dies) artifacts = open();
        const part = join(folder, 'uploads', sha256);
        if (tears && existsSync(part)) truncateSync(part, Math.floor(readFileSync(part).length / 2));
      }
      const { stored, offset } = artifacts.begin(wanted(content), 'ann');
      if (!stored) await artifacts.append(sha256, offset, stream(content.subarray(offset)));
      expect(Buffer.from(blobs.get(sha256) ?? [])).toEqual(Buffer.from(content));
      expect(readdirSync(join(folder, 'uploads'))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('another content than was said is dropped whole, in one sentence', async () => {
  const artifacts = open();
  const [said, sent] = [randomBytes(1_000), randomBytes(1_000)];
  artifacts.begin(wanted(said), 'ann');
  await expect(artifacts.append(hashOf(said), 0, stream(sent))).rejects.toMatchObject({
    code: 'wrong_hash',
    message: `tool has the checksum ${hashOf(sent)}, not ${hashOf(said)}`,
  });
  expect([blobs.has(hashOf(said)), readdirSync(join(folder, 'uploads')), artifacts.list().uploads]).toEqual([
    false,
    [],
    [],
  ]);
});

test('more bytes than were said are refused', async () => {
  const artifacts = open();
  const content = randomBytes(1_000);
  artifacts.begin(wanted(content), 'ann');
  const more = artifacts.append(hashOf(content), 0, stream(content, Buffer.from('x')));
  await expect(more).rejects.toMatchObject({ code: 'too_large' });
  expect(blobs.has(hashOf(content))).toBe(false);
});

test('a piece that does not fit, one that nobody announced, and two at once are refused', async () => {
  const artifacts = open();
  const content = randomBytes(1_000);
  const [half, rest] = [content.subarray(0, 500), content.subarray(500)];
  await expect(artifacts.append(hashOf(content), 0, stream(half))).rejects.toMatchObject({ code: 'not_begun' });
  artifacts.begin(wanted(content), 'ann');
  await expect(artifacts.append(hashOf(content), 7, stream(half))).rejects.toMatchObject({ code: 'wrong_offset' });
  const first = artifacts.append(hashOf(content), 0, stream(half));
  await expect(artifacts.append(hashOf(content), 0, stream(half))).rejects.toMatchObject({ code: 'upload_busy' });
  expect(await first).toEqual({ stored: false, offset: 500 });
  expect(await artifacts.append(hashOf(content), 500, stream(rest))).toEqual({ stored: true, offset: 1_000 });
});

test('what would be over the quota, or leave the disk too full, is refused before a byte of it comes', async () => {
  const content = randomBytes(3_000);
  const artifacts = open({ quota: 4_000, keptFree: 0 });
  artifacts.begin(wanted(content), 'ann');
  const other = wanted(randomBytes(1_001));
  expect(() => artifacts.begin(other, 'ann')).toThrow(
    '1001 B more would be over the quota: artifacts take 2.9 KiB of 3.9 KiB',
  );
  expect(() => open({ quota: 1e9, keptFree: 1e18 }).begin(other, 'ann')).toThrow("the controller's disk has");
});

test('a version of a name has one checksum; what is stored already is only named', async () => {
  const artifacts = open();
  const [content, other] = [randomBytes(10), randomBytes(10)];
  await add(artifacts, content, { name: 'etcd', version: '3.5' });
  expect(() => artifacts.begin(wanted(other, { name: 'etcd', version: '3.5' }), 'ann')).toThrow(
    `etcd 3.5 is stored with another checksum: ${hashOf(content)}`,
  );
  expect(artifacts.begin(wanted(content, { name: 'etcd', version: '3.5.1' }), 'bob').stored).toBe(true);
  expect(artifacts.list().artifacts).toMatchObject([{ name: 'etcd', version: '3.5.1', size: 10, operator: 'ann' }]);
  expect(new Audit(database).list(9).map(({ operator, verb, subject }) => [operator, verb, subject])).toEqual([
    ['bob', 'artifacts.add', `etcd 3.5.1 (${hashOf(content)})`],
    ['ann', 'artifacts.add', `etcd 3.5 (${hashOf(content)})`],
  ]);
});

test('what is given once more under one version takes the place of what was given before', async () => {
  const artifacts = open();
  const [before, now] = [randomBytes(10), randomBytes(10)];
  for (const content of [before, now]) {
    artifacts.beginAnew(wanted(content, { name: 'etcd.db', version: 'a-ticket' }), 'host a');
    await artifacts.append(hashOf(content), 0, stream(content));
  }
  const kept = new Map(artifacts.list().artifacts.map(({ sha256, version }) => [sha256, version]));
  expect([kept.get(hashOf(before)), kept.get(hashOf(now))]).toEqual([null, 'a-ticket']);
});

test('a content that the controller had taken, and died before it said so, is there', () => {
  const content = randomBytes(10);
  blobs.put(content);
  noteUpload(database, { ...wanted(content), at: Date.now(), operator: 'ann' });
  const artifacts = open();
  expect(artifacts.begin(wanted(content), 'ann')).toEqual({ stored: true, offset: 10 });
  expect([artifacts.list().uploads, artifacts.list().used]).toEqual([[], 10]);
});

test('what nobody goes on with is dropped after a week, with what came of it', () => {
  const content = randomBytes(10);
  mkdirSync(join(folder, 'uploads'));
  noteUpload(database, { ...wanted(content), at: Date.now() - 8 * 86_400_000, operator: 'ann' });
  open();
  expect(uploadOf(database, hashOf(content))).toBeUndefined();
});

test('what an instance was applied with, an open run may hand out, or was planned with of late is not pruned', async () => {
  const artifacts = open();
  const [used, running, planned, free] = [1, 2, 3, 4].map((n) => Buffer.alloc(10, n)) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  for (const [i, content] of [used, running, planned, free].entries()) await add(artifacts, content, { name: `a${i}` });
  database.run('UPDATE artifact SET added = ?', Date.now() - 3_600_000);
  const catalog = blobs.put(Buffer.from('a catalog'));
  blobs.noteNamed(catalog, [hashOf(used)]);
  const instance = 'app@h' as InstanceId;
  noteApplied(database, { site: 's', instance, catalog, after: [], run: 'r' as RunId });
  const grantAt = (content: Buffer, at: number) => {
    blobs.grant('h' as HostName, hashOf(content));
    database.run('UPDATE blob_grant SET at = ? WHERE hash = ?', at, hashOf(content));
  };
  const hour = 3_600_000;
  database.run(
    "INSERT INTO run (id, mode, site, operator, started) VALUES ('r', 'apply', 's', 'ann', ?)",
    Date.now() - 10 * hour,
  );
  grantAt(running, Date.now() - 9 * hour);
  grantAt(planned, Date.now());
  expect(artifacts.list().artifacts[0]).toMatchObject({ uses: 1, usedBy: [{ site: 's', instance }] });
  const all = [used, running, planned, free].map(hashOf);
  expect(artifacts.unused(2 * hour)).toEqual([]);
  expect(artifacts.unused(1_000).map(({ name }) => name)).toEqual(['a3']);
  expect(artifacts.prune(all, 1_000, 'ann')).toEqual({ removed: [hashOf(free)], freed: 10 });
  expect(all.map((sha256) => blobs.has(sha256))).toEqual([true, true, true, false]);
  database.run('UPDATE run SET finished = 1');
  database.run('DELETE FROM applied');
  grantAt(planned, Date.now() - 2 * hour);
  expect(artifacts.prune(all, 1_000, 'ann').removed).toHaveLength(3);
  expect(artifacts.list().used).toBe(0);
});

test('of what hosts gave, the newest of each name is not pruned, nor what was given together with it', async () => {
  const artifacts = open();
  const given: readonly (readonly [name: string, version: string])[] = [
    ['db.a.tar', 'first'],
    ['db.b.tar', 'first'],
    ['db.backup', 'first'],
    ['db.a.tar', 'second'],
    ['db.b.tar', 'second'],
    ['db.backup', 'second'],
    // This one never became whole.
    ['db.a.tar', 'third'],
  ];
  for (const [at, [name, version]] of given.entries()) {
    const content = Buffer.from(`${name} ${version}`);
    artifacts.begin(wanted(content, { name, version }), 'host a');
    await artifacts.append(hashOf(content), 0, stream(content));
    database.run('UPDATE artifact SET added = ? WHERE sha256 = ?', Date.now() - 10_000 + at, hashOf(content));
  }
  expect(new Set(artifacts.unused(1_000).map(({ version }) => version))).toEqual(new Set(['first']));
});
