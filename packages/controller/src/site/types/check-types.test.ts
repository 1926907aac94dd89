import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checkTypes } from './check-types.ts';
import { Compiler } from './compiler.ts';
import { findingOf } from './find-errors.ts';

const siteWith = (params: string): string => `import { defineRole, defineSite, z } from '@rolecall/roles';

const motd = defineRole({ name: 'motd', params: z.object({ text: z.string() }), resources: () => [] });
export default defineSite({
  name: 'example',
  hosts: { 'db-1': {} },
  use: () => {
    motd.on(['db-1'], { ${params} });
  },
});
`;

describe('checking the types of a site that has neither package.json nor node_modules', () => {
  let folder: string;
  const cacheBefore = process.env.XDG_CACHE_HOME;
  const site = () => join(folder, 'site.ts');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rolecall-types-'));
    process.env.XDG_CACHE_HOME = join(folder, 'cache');
  });
  afterEach(() => {
    if (cacheBefore === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = cacheBefore;
    rmSync(folder, { recursive: true, force: true });
  });

  test('a typo in a parameter is named with its place, and gone once it is mended', async () => {
    writeFileSync(site(), siteWith("txet: 'x'"));
    const at = { file: relative(process.cwd(), site()), line: 8, column: 25 };
    expect(await checkTypes(site())).toEqual([{ code: 'TS2353', message: expect.stringContaining("'txet'"), at }]);
    writeFileSync(site(), siteWith("text: 'x'"));
    expect(await checkTypes(site())).toEqual([]);
  });

  test('a place behind letters of several bytes is right, and an error of the grammar is one, too', async () => {
    writeFileSync(site(), `/* é€😀 */ const n: number = '😀';\nconst =`);
    const [wrong, broken] = await checkTypes(site());
    expect([wrong, broken].map((finding) => finding?.at?.line)).toEqual(expect.arrayContaining([1, 2]));
    expect([wrong, broken].find((finding) => finding?.code === 'TS2322')?.at?.column).toBe(18);
  });

  test('a role that the site imports is checked as well', async () => {
    writeFileSync(site(), siteWith("text: 'x'").replace('\n', "\nimport './role.ts';\n"));
    writeFileSync(join(folder, 'role.ts'), "export const port: number = 'x';\n");
    expect(await checkTypes(site())).toMatchObject([{ code: 'TS2322', at: { line: 1, column: 14 } }]);
  });

  test('an unchanged site is not checked again', async () => {
    writeFileSync(site(), siteWith("text: 'x'"));
    await pause(120);
    await checkTypes(site());
    const [kept] = readdirSync(join(folder, 'cache', 'rolecall', 'made'));
    const written = () => statSync(join(folder, 'cache', 'rolecall', 'made', String(kept))).mtimeMs;
    const before = written();
    await checkTypes(site());
    expect(written()).toBe(before);
  });
});

test('of an error its first sentence is kept', () => {
  const text = "Type 'number' is not assignable to type 'string'. And more.";
  expect(findingOf({ pos: 0, code: 2322, category: 1, text }, '/home/me')).toEqual({
    code: 'TS2322',
    message: "Type 'number' is not assignable to type 'string'.",
    at: null,
  });
});

test('a compiler that ends before it has answered is an error at once', async () => {
  using compiler = new Compiler('/no/such/folder');
  await expect(compiler.ask('updateSnapshot', {})).rejects.toMatchObject({ code: 'compiler' });
  await expect(compiler.ask('updateSnapshot', {})).rejects.toMatchObject({ code: 'compiler' });
});

test('what the compiler refuses is an error that says so', async () => {
  using compiler = new Compiler(tmpdir());
  await expect(compiler.ask('noSuchMethod', {})).rejects.toMatchObject({ code: 'compiler' });
});
