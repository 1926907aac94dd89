import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CatalogResource, KindName, Sha256 } from '@rolecall/protocol';
import { MAX_PACK_BYTES } from '@rolecall/protocol/limits';
import { type Certified, makeAuthority, type TestAuthority } from '../testing/certificates.ts';
import { hashed, type MadePack, notePack, signedList } from '../testing/packs.ts';
import { Packs } from './packs.ts';

const NOTE = notePack('packs test');
let authority: TestAuthority;
let signer: Certified;
let folder: string;
let lines: string[];
let blobs: Map<string, Buffer>;

beforeAll(async () => {
  authority = await makeAuthority();
  signer = await authority.signer('codeSigning');
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packs-'));
  lines = [];
  blobs = new Map([[NOTE.pack, NOTE.bytes]]);
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (now = Date.now()): Packs =>
  new Packs({
    folder,
    ca: () => authority.ca,
    fetch: async (hash) => blobs.get(hash) ?? Promise.reject(Object.assign(new Error('404'), { code: 'refused' })),
    now: () => now,
    log: (level, message) => void lines.push(`${level} ${message}`),
  });
const resource = (pack: Sha256 = NOTE.pack, kind = 'test.note') =>
  ({ kind: kind as KindName, key: 'a', pack }) satisfies Partial<CatalogResource>;
const admitting = (...made: readonly MadePack[]): Packs => {
  const packs = open();
  for (const { pack, bytes } of made) blobs.set(pack, bytes);
  packs.take(
    signedList(
      made.map(({ pack }) => pack),
      signer,
    ),
  );
  return packs;
};

describe('a pack', () => {
  test('is fetched, stored for root alone and loaded once it is in the signed list', async () => {
    const packs = admitting(NOTE);
    expect(packs.of(resource())).toBeUndefined();
    await packs.load([resource()]);
    const loaded = packs.of(resource());
    expect(loaded?.provider.want({ name: 'a', value: 'b' })).toEqual({ value: 'b' });
    expect(loaded?.check('test.note', { name: 'a', value: 'b' })).toBeUndefined();
    expect(loaded?.check('test.note', { name: 'a', value: 1 })).toBe('value: must be string');
    expect(loaded?.check('test.note', { name: 'a', value: 'b', more: 1 })).toMatch(/additional/);
    expect(readdirSync(folder).sort()).toEqual([`${NOTE.pack}.cjs`, 'admitted.json'].sort());
  });

  test('that nobody admitted is refused in one sentence that says what to do, and not even fetched', async () => {
    await expect(open().load([resource()])).rejects.toMatchObject({
      code: 'pack_not_admitted',
      message: `test.note:a needs the pack ${NOTE.pack}, which is not admitted`,
      hint: expect.stringContaining(`controller packs admit ${NOTE.pack}`),
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is known again after a restart without the controller', async () => {
    await admitting(NOTE).load([resource()]);
    blobs.clear();
    const again = open(0);
    await again.load([resource()]);
    expect(again.of(resource())).toBeDefined();
  });

  test('that is revoked is deleted and loaded no more, and comes back when it is admitted anew', async () => {
    const packs = admitting(NOTE);
    await packs.load([resource()]);
    packs.take(signedList([], signer, Date.now() + 1));
    expect(existsSync(join(folder, `${NOTE.pack}.cjs`))).toBe(false);
    expect(packs.of(resource())).toBeUndefined();
    await expect(packs.load([resource()])).rejects.toMatchObject({ code: 'pack_not_admitted' });
    await packs.loadAdmitted([resource()]);
    packs.take(signedList([NOTE.pack], signer, Date.now() + 2));
    await packs.load([resource()]);
    expect(packs.of(resource())).toBeDefined();
  });

  test('of which one bit was flipped on the way is not stored; on the disk, it is fetched anew', async () => {
    const packs = admitting(NOTE);
    const flipped = Buffer.from(NOTE.bytes);
    flipped[flipped.length - 5] = (flipped[flipped.length - 5] ?? 0) ^ 1;
    blobs.set(NOTE.pack, flipped);
    await expect(packs.load([resource()])).rejects.toMatchObject({ code: 'pack_refused' });
    expect(readdirSync(folder)).toEqual(['admitted.json']);
    writeFileSync(join(folder, `${NOTE.pack}.cjs`), flipped);
    blobs.set(NOTE.pack, NOTE.bytes);
    await packs.load([resource()]);
    expect(packs.of(resource())).toBeDefined();
  });

  test('that is lost on both sides says so', async () => {
    const packs = admitting(NOTE);
    blobs.clear();
    await expect(packs.load([resource()])).rejects.toMatchObject({ code: 'pack_lost' });
  });

  const text = NOTE.bytes.toString();
  test.each([
    ['too large', hashed(`${text}//${'x'.repeat(MAX_PACK_BYTES)}\n`), /is not it/],
    ['for another contract', hashed(text.replace('"api":1', '"api":2')), /revision 2 of the contract/],
    ['without a first line that says what it is', hashed(text.slice(text.indexOf('\n') + 1)), /first line/],
    ['that is no code', hashed(`${text}\n)`), /refused/],
    [
      'whose provider lacks a part',
      notePack('x', { code: 'module.exports = { provider: { want() {} } }' }),
      /no `read`/,
    ],
    ['of another kind than the resource', notePack('x', { kind: 'other.note' }), /brings the kind other.note/],
  ])('%s is refused', async (_, made, why) => {
    const packs = admitting(made);
    await expect(packs.load([resource(made.pack)])).rejects.toMatchObject({
      code: 'pack_refused',
      message: expect.stringMatching(why),
    });
    expect(packs.of(resource(made.pack))).toBeUndefined();
  });

  test('cannot stand for a kind that came with the agent', async () => {
    const packs = admitting(NOTE);
    await expect(packs.load([resource(NOTE.pack, 'file')])).rejects.toMatchObject({ code: 'pack_refused' });
    expect(packs.of(resource(NOTE.pack, 'file'))).toBeUndefined();
  });
});

describe('a list of packs', () => {
  const list = () => signedList([NOTE.pack], signer);
  const isTaken = (packs: Packs) =>
    packs.load([resource()]).then(
      () => true,
      () => false,
    );

  test.each([
    ['with one changed character', async () => ({ ...list(), admitted: list().admitted.replace('"at":1', '"at":2') })],
    ['with a signature of something else', async () => ({ ...list(), signature: signedList([], signer).signature })],
    ['of another controller', async () => signedList([NOTE.pack], await (await makeAuthority()).signer('codeSigning'))],
    ["signed with a host's key", async () => signedList([NOTE.pack], await authority.signer('clientAuth'))],
    ["signed with the server's key", async () => signedList([NOTE.pack], await authority.signer('serverAuth'))],
    ['by a certificate without any use', async () => signedList([NOTE.pack], await authority.host('db-1'))],
    ['with no certificate at all', async () => ({ ...list(), certificate: 'none' })],
  ])('%s is refused, and what was admitted before stays', async (_, wrong) => {
    const packs = open();
    packs.take(await wrong());
    expect(lines).toEqual([expect.stringMatching(/^error a list of admitted packs is refused: /)]);
    expect(await isTaken(packs)).toBe(false);
    packs.take(list());
    expect(await isTaken(packs)).toBe(true);
  });

  test('whose certificate has ended is refused, by the clock of the controller', async () => {
    const packs = open(Date.now() + 31 * 86_400_000);
    packs.take(list());
    expect(await isTaken(packs)).toBe(false);
  });

  test('that is older than the one that is known is left aside, also after a restart', async () => {
    const before = signedList([NOTE.pack], signer, 1_000);
    open().take(signedList([], signer, 2_000));
    const packs = open();
    packs.take(before);
    expect(lines).toEqual(['warning an older list of admitted packs is left aside']);
    expect(await isTaken(packs)).toBe(false);
  });

  test('that was changed on the disk counts for nothing', async () => {
    open().take(list());
    writeFileSync(join(folder, 'admitted.json'), JSON.stringify({ ...list(), signature: 'AAAA' }));
    expect(await isTaken(open())).toBe(false);
  });
});
