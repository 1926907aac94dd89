import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openEvaluator } from '../evaluator/evaluator.ts';
import { decodeArchive } from './archive.ts';
import { type Bundled, bundleSite } from './bundle-site.ts';

const SITE = `import { readFileSync } from 'node:fs';
import { defineRole, defineSite, file, z } from '@rolecall/roles';

const greeting = readFileSync(new URL('./motd.txt', import.meta.url), 'utf8');
const motd = defineRole({
  name: 'motd',
  params: z.object({ text: z.string() }),
  resources: ({ params }) => [
    file('/etc/motd', { content: greeting + params.text }),
  ],
});

export default defineSite({
  name: 'example',
  hosts: { 'db-1': {} },
  use: () => {
    motd.on(['db-1'], { text: 'x' });
  },
});
`;
/** Longer than the span in which a change could go unseen, so that results are kept. */
const SETTLED_MS = 120;

describe('bundling a site whose folder has no node_modules', () => {
  let folder: string;
  const cacheBefore = process.env.XDG_CACHE_HOME;
  const site = () => join(folder, 'site.ts');
  const hashOf = (bundled: Bundled) => (bundled.ok ? bundled.hash : undefined);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rolecall-bundle-'));
    process.env.XDG_CACHE_HOME = join(folder, 'cache');
    writeFileSync(join(folder, 'motd.txt'), 'welcome ');
    writeFileSync(join(folder, 'other.txt'), 'not named by the site');
    writeFileSync(site(), SITE);
    await pause(SETTLED_MS);
  });
  afterEach(() => {
    if (cacheBefore === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = cacheBefore;
    rmSync(folder, { recursive: true, force: true });
  });

  test('takes the files it names and no others, and leads places back to the author', async () => {
    const bundled = await bundleSite(site());
    if (!bundled.ok) throw new Error(JSON.stringify(bundled.findings));
    const content = await bundled.content();
    expect(Object.keys(decodeArchive(content).files).filter((name) => name.startsWith('files/'))).toEqual([
      expect.stringMatching(/^files\/[0-9a-f]{32}\/motd\.txt$/),
    ]);
    const evaluations = { find: () => undefined, keep: () => undefined };
    const evaluator = openEvaluator(content, { root: join(folder, 'bundles'), evaluations });
    const { uses } = await evaluator.ask({ call: 'site' });
    expect(uses[0]?.source).toEqual({ file: relative(process.cwd(), site()), line: 17, column: 10 });
    const [declared] = await evaluator.ask({
      call: 'resources',
      use: 'motd' as never,
      host: 'db-1' as never,
      params: { text: 'all' },
      peers: [{ name: 'db-1' as never, address: '192.0.2.1', labels: {}, facts: {} }],
      record: null,
      decided: {},
    });
    expect(declared).toMatchObject({ params: { content: 'welcome all' }, source: { line: 9, column: 5 } });
    await evaluator.close();
  });

  test('gives the same hash for the same content, and another when a named file changes', async () => {
    const first = hashOf(await bundleSite(site()));
    expect(first).toBeDefined();
    expect(hashOf(await bundleSite(site()))).toBe(first);
    utimesSync(site(), 1, 1);
    expect(hashOf(await bundleSite(site()))).toBe(first);
    writeFileSync(join(folder, 'other.txt'), 'still not named');
    expect(hashOf(await bundleSite(site()))).toBe(first);
    writeFileSync(join(folder, 'motd.txt'), 'Welcome ');
    expect(hashOf(await bundleSite(site()))).not.toBe(first);
  });

  test.each([
    ['has an error', 'const a = ;', 'Unexpected ";"', 1, 11],
    [
      'imports what is not there',
      "\nimport { a } from './gone.ts';\nexport default a;",
      'Could not resolve "./gone.ts"',
      2,
      19,
    ],
    ['exports nothing', 'export const a = 1;', 'nothing is exported: write `export default defineSite({ … })`', 1, 1],
    [
      'names a file that is not there',
      "export default\n  new URL('./gone.txt', import.meta.url);",
      './gone.txt is no file: name each file by itself',
      2,
      3,
    ],
  ])('a site that %s is refused with its place', async (_, content, message, line, column) => {
    writeFileSync(site(), content);
    const bundled = await bundleSite(site());
    const at = { file: relative(process.cwd(), site()), line, column };
    expect(bundled).toMatchObject({ ok: false, findings: [{ message, at }] });
  });

  test('a site that exports something else is refused by its evaluation', async () => {
    writeFileSync(site(), 'export default { name: 1 };');
    const bundled = await bundleSite(site());
    if (!bundled.ok) throw new Error(JSON.stringify(bundled.findings));
    const evaluations = { find: () => undefined, keep: () => undefined };
    const evaluator = openEvaluator(await bundled.content(), { root: join(folder, 'bundles'), evaluations });
    await expect(evaluator.ask({ call: 'site' })).rejects.toMatchObject({
      message: expect.stringContaining('its default export is no site'),
      at: { file: relative(process.cwd(), site()), line: 1, column: 1 },
    });
    await evaluator.close();
  });

  test('what sites have in common is bundled once, and a site brings only what is its own', async () => {
    writeFileSync(site(), SITE);
    const other = join(folder, 'other.ts');
    writeFileSync(other, `${SITE}\n// another\n`);
    const archives = await Promise.all(
      [site(), other].map(async (path) => {
        const bundled = await bundleSite(path);
        if (!bundled.ok) throw new Error(JSON.stringify(bundled.findings));
        return decodeArchive(await bundled.content()).files;
      }),
    );
    for (const files of archives) expect(Buffer.from(files['site.mjs'] ?? '', 'base64').length).toBeLessThan(20_000);
    const shared = archives.map((files) => Object.entries(files).filter(([name]) => name.startsWith('library/')));
    expect(shared[0]?.length).toBeGreaterThan(5);
    expect(shared[1]).toEqual(shared[0]);
    expect(readdirSync(join(folder, 'cache', 'rolecall', 'library'))).toHaveLength(1);
  });

  test('a file named in a comment is not looked for', async () => {
    writeFileSync(site(), `// such as new URL('./gone.txt', import.meta.url)\n${SITE}`);
    expect((await bundleSite(site())).ok).toBe(true);
  });

  test('a file named in an example is not looked for', async () => {
    writeFileSync(
      join(folder, 'site.ts'),
      `${SITE}\nexport const help = \`new URL('./gone.txt', import.meta.url)\`;\n`,
    );
    expect((await bundleSite(join(folder, 'site.ts'))).ok).toBe(true);
  });

  test('a site that is not there is said in one sentence', async () => {
    expect(await bundleSite('gone/site.ts')).toEqual({
      ok: false,
      findings: [{ code: 'no_site', message: 'gone/site.ts: there is no such file', at: null }],
    });
  });
});
