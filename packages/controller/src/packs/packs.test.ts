import { verify, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding, PackRow, Sha256, ToAgentOf } from '@rolecall/protocol';
import { bundleSite } from '../site/bundle/bundle-site.ts';
import { enrolled, RawLink } from '../testing/live-agent.ts';
import { faultIn, LiveController } from '../testing/live-controller.ts';
import { type Bringing, bringingSite } from '../testing/sites/bringing.ts';

let live: LiveController;
let folder: string;
const cacheBefore = process.env.XDG_CACHE_HOME;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-packs-'));
  process.env.XDG_CACHE_HOME = join(folder, 'cache');
  live = await LiveController.open();
});
afterEach(async () => {
  await live.close();
  if (cacheBefore === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = cacheBefore;
  rmSync(folder, { recursive: true, force: true });
});

/** What is wrong with a site whose role brings a kind; `at` tells folders apart. */
async function validate(more: Bringing = {}, at = 'one'): Promise<readonly Finding[]> {
  const bundled = await bundleSite(bringingSite(join(folder, at), more));
  if (!bundled.ok) return bundled.findings;
  const headers = { authorization: `Bearer ${live.operator}` };
  await live.ask('PUT', `/blobs/${bundled.hash}`, { headers, body: await bundled.content() });
  return (await live.call<{ findings: Finding[] }>('site.validate', { bundle: bundled.hash })).findings;
}

const packs = () => live.call<PackRow[]>('packs.list', {});
const admit = (pack: Sha256 | undefined) => live.call<PackRow>('packs.admit', { pack });
const revoke = (pack: Sha256 | undefined) => live.call<PackRow>('packs.revoke', { pack });

function admittedIn({ admitted, signature, certificate }: ToAgentOf<'packs'>): {
  at: number;
  packs: readonly string[];
} {
  const signer = new X509Certificate(certificate);
  expect(signer.verify(new X509Certificate(live.ca).publicKey)).toBe(true);
  expect(verify('sha256', Buffer.from(admitted), signer.publicKey, Buffer.from(signature, 'base64'))).toBe(true);
  return JSON.parse(admitted);
}

describe('a site whose role brings a kind', () => {
  test('is refused until an admin has admitted its pack, with the digest, the role and the command to run', async () => {
    const [finding, ...more] = await validate();
    const [row] = await packs();
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      code: 'pack_not_admitted',
      message: `the role notes brings the kind notes.note in the pack ${row?.pack}, which no admin has admitted`,
    });
    expect(row).toMatchObject({
      kind: 'notes.note',
      package: '@test/notes',
      version: '1.2.3',
      state: 'asked',
      by: null,
    });
    expect(await admit(row?.pack)).toMatchObject({ state: 'admitted', by: expect.any(String) });
    expect(await validate()).toEqual([]);
    expect(await revoke(row?.pack)).toMatchObject({ state: 'revoked' });
    expect(await validate()).toEqual([expect.objectContaining({ message: expect.stringContaining('has revoked') })]);
    const rows = await live.call<{ verb: string; subject: string }[]>('audit.list', { limit: 10 });
    expect(rows.filter(({ verb }) => verb.startsWith('packs.'))).toMatchObject([
      { verb: 'packs.revoke', subject: `notes.note ${row?.pack}` },
      { verb: 'packs.admit', subject: `notes.note ${row?.pack}` },
    ]);
  });

  test('has the same pack wherever it lies and whatever is said of it, and another one where a line of code differs', async () => {
    await validate({}, 'one');
    await validate({}, 'deeper/down/two');
    expect(await packs()).toHaveLength(1);
    await validate({ before: 'console.log(1);\n' }, 'three');
    expect(await packs()).toHaveLength(2);
  });

  test('can be looked at: a pack is its manifest, its code and its check, and no schema library', async () => {
    await validate();
    const [row] = await packs();
    const { text } = await live.call<{ text: string }>('packs.show', { pack: row?.pack });
    expect(JSON.parse(text.split('\n')[0]?.slice(3) ?? '')).toEqual({
      schema: 'rolecall/pack/1',
      kind: 'notes.note',
      package: '@test/notes',
      version: '1.2.3',
      params: expect.stringMatching(/^[0-9a-f]{64}$/),
      api: 1,
    });
    expect(text).toContain('nothing is written');
    expect(text).not.toContain('zod');
    expect(text.length).toBe(row?.bytes);
  });

  test.each<[string, Bringing, RegExp]>([
    ['reads files past its host', { before: "import 'node:fs';\n" }, /does not use node:fs/],
    [
      'starts programs past its host',
      { before: "import { exec } from 'child_process';\nglobalThis.x = exec;\n" },
      /does not use child_process/,
    ],
    ['brings the schema library', { before: "import { z } from 'zod';\nglobalThis.x = z;\n" }, /imports zod/],
    ['exports no provider', { provider: 'export const other = 1;' }, /No matching export/],
    [
      'is too large',
      { before: `export const x = '${'x'.repeat(300_000)}';\nglobalThis.y = x;\n` },
      /more than 262144 bytes/,
    ],
  ])('whose provider %s is refused', async (_, more, why) => {
    const [finding] = await validate(more);
    expect(finding?.message).toMatch(why);
    expect(await packs()).toEqual([]);
  });

  test('whose kind has no name space of its own is refused', async () => {
    expect((await validate({ kind: 'file' }))[0]?.message).toMatch(/"file": a kind that a role brings is named like/);
  });
});

describe('who may admit', () => {
  test('is an admin, by the whole digest of a pack that is there', async () => {
    await validate();
    const [row] = await packs();
    const { token } = await live.call<{ token: string }>('tokens.create', {
      name: 'ann',
      access: 'operate',
      ttlMs: null,
    });
    for (const verb of ['packs.admit', 'packs.revoke']) {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await live.ask('POST', `/api/${verb}`, { headers, body: JSON.stringify({ pack: row?.pack }) });
      expect(answer.status).toBe(403);
      expect(faultIn(answer).message).toMatch(/admin/);
    }
    await expect(admit('0'.repeat(64) as Sha256)).rejects.toThrow(/there is no pack 0{64}/);
    expect((await packs())[0]?.state).toBe('asked');
  });

  test('gives a name space to one package only', async () => {
    await validate({}, 'one');
    const [mine] = await packs();
    await admit(mine?.pack);
    await validate({ package: '@evil/notes' }, 'two');
    const other = (await packs()).find(({ package: name }) => name === '@evil/notes');
    await expect(admit(other?.pack)).rejects.toThrow(
      /kinds of notes come from @test\/notes, so @evil\/notes cannot bring/,
    );
    await validate({ before: '// A newer one.\nconsole.log(2);\n' }, 'three');
    const newer = (await packs()).find(({ package: name, pack }) => name === '@test/notes' && pack !== mine?.pack);
    expect(await admit(newer?.pack)).toMatchObject({ state: 'admitted' });
  });
});

describe('agents', () => {
  test('are told of no packs as long as there were none; then at once, in a signed list, and first on every link', async () => {
    const shown = await enrolled(live, 'db-1');
    const link = await RawLink.greeted(live, shown, { revision: { min: 1, max: 2 } });
    await validate();
    const [row] = await packs();
    await admit(row?.pack);
    const first = admittedIn(await link.next('packs'));
    expect(first.packs).toEqual([row?.pack]);
    await revoke(row?.pack);
    const second = admittedIn(await link.next('packs'));
    expect(second.packs).toEqual([]);
    expect(second.at).toBeGreaterThan(first.at);
    await link.close();
    await live.stop();
    await live.start();
    const again = await RawLink.greeted(live, shown, { revision: { min: 1, max: 2 } });
    expect(admittedIn(await again.next('packs')).at).toBeGreaterThan(second.at);
    await again.close();
  });

  test('of a release that knows no packs are not told of any', async () => {
    await validate();
    await admit((await packs())[0]?.pack);
    const link = await RawLink.greeted(live, await enrolled(live, 'db-1'));
    await live.call('hosts.gather', { host: 'db-1' }).catch(() => {});
    link.send({ type: 'beat' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await link.close();
    await expect(link.next('packs')).rejects.toThrow(/closed before packs came/);
  });
});
