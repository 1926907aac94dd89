import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { codeOf } from '../error.ts';
import { type Member, tarOf, zipOf } from '../testing/archives.ts';
import { openArchive } from './open-archive.ts';
import { Tree } from './tree.ts';

/** All 1,000 rounds in the long suite; enough to see a hole in the quick one. */
const ROUNDS = Number(process.env.ABUSE_ROUNDS ?? 100);

const word = fc.constantFrom(
  'a',
  'b',
  'A',
  'c',
  '..',
  '.',
  '',
  'victim',
  '．．',
  'é',
  'é',
  '.rolecall-artifact',
  '%2e%2e',
  '..\\..',
);
const path = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join('/'));
const anyPath = fc.oneof(
  { weight: 6, arbitrary: path },
  { weight: 1, arbitrary: path.map((name) => `/${name}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '../../victim/secret',
      '/etc/passwd',
      'a\0b',
      'x'.repeat(300),
      'a'.repeat(5_000),
      '../victim',
    ),
  },
);
const member: fc.Arbitrary<Member> = fc.record({
  name: anyPath,
  type: fc.constantFrom('0', '0', '0', '1', '2', '2', '3', '4', '5', '6', '7', 'S', 'x'),
  target: anyPath,
  content: fc.string({ maxLength: 20 }),
  mode: fc.constantFrom(0o644, 0o755, 0o4755, 0o777, 0o2777, 0),
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'abuse-'));
  mkdirSync(join(folder, 'victim'));
  writeFileSync(join(folder, 'victim', 'secret'), 'untouched');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function unpack(format: 'tar' | 'zip', content: Uint8Array): Promise<'taken' | 'refused'> {
  const [archive, root] = [join(folder, 'archive'), join(folder, 'root')];
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root);
  writeFileSync(archive, content);
  const file = await open(archive);
  const limits = { maxBytes: 100_000, maxEntries: 50 };
  const policy = { strip: 0, setuid: false, uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, ...limits };
  try {
    await new Tree(root, policy).take(await openArchive(file, { ...limits, format, as: { name: 'x', mode: 0o644 } }));
    return 'taken';
  } catch (thrown) {
    if (codeOf(thrown) === 'archive_refused') return 'refused';
    throw thrown;
  } finally {
    await file.close();
  }
}

/** Nothing outside was made, changed or linked to, and nothing inside can be more than it should. */
function isHarmless(): void {
  expect(readdirSync(folder).sort()).toEqual(['archive', 'root', 'victim']);
  expect(readdirSync(join(folder, 'victim'))).toEqual(['secret']);
  expect(readFileSync(join(folder, 'victim', 'secret'), 'utf8')).toBe('untouched');
  expect(statSync(join(folder, 'victim', 'secret')).nlink).toBe(1);
  const root = realpathSync(join(folder, 'root'));
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const entry = join(root, name);
    const found = lstatSync(entry);
    expect(found.isFile() || found.isDirectory() || found.isSymbolicLink()).toBe(true);
    if (found.isSymbolicLink()) {
      if (existsSync(entry)) expect(`${realpathSync(entry)}/`.startsWith(`${root}/`)).toBe(true);
    } else expect(found.mode & 0o7022).toBe(0);
  }
}

test.each([
  ['tar', tarOf],
  ['zip', zipOf],
] as const)(
  'no %s archive reaches out of its folder, whatever is in it',
  async (format, make) => {
    const outcomes = { taken: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(member, { minLength: 1, maxLength: 6 }), async (members) => {
        outcomes[await unpack(format, make(members))] += 1;
        isHarmless();
      }),
      { numRuns: ROUNDS },
    );
    expect(outcomes.refused).toBeGreaterThan(0);
    expect(outcomes.taken).toBeGreaterThan(0);
  },
  300_000,
);

test('no damaged archive does harm or hangs', async () => {
  const sound = tarOf([
    { name: 'a/b', content: 'x'.repeat(700) },
    { name: 'l', type: '2', target: 'a' },
    { name: 'c', content: 'y' },
  ]);
  const packed = zipOf([
    { name: 'a/b', content: 'x'.repeat(700) },
    { name: 'c', content: 'y' },
  ]);
  const flips = fc.array(fc.tuple(fc.nat(4_000), fc.nat(255)), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(flips, fc.boolean(), async (changes, isZip) => {
      const bytes = Buffer.from(isZip ? packed : sound);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      await unpack(isZip ? 'zip' : 'tar', bytes);
      isHarmless();
    }),
    { numRuns: ROUNDS },
  );
}, 300_000);
