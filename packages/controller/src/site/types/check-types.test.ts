import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checkTypes } from './check-types.ts';
import { parseErrors } from './parse-errors.ts';

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

test('of an error that goes on over lines its first sentence is kept', () => {
  const output = `a/site.ts(3,7): error TS2322: Type 'number' is not assignable to type 'string'. And more.
  Further lines say where it was declared.
error TS18003: No inputs were found.
/lib/lib.d.ts
`;
  expect(parseErrors(output, '/home/me')).toEqual({
    findings: [
      {
        code: 'TS2322',
        message: "Type 'number' is not assignable to type 'string'.",
        at: { file: 'a/site.ts', line: 3, column: 7 },
      },
      { code: 'TS18003', message: 'No inputs were found.', at: null },
    ],
    files: ['/lib/lib.d.ts'],
  });
});
