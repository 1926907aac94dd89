import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildBundle, bundleCode } from './bundle.ts';
import { packagesIn } from './packages-in.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

function entry(text: string): string {
  const file = join(folder, 'entry.ts');
  writeFileSync(file, text);
  return file;
}

/** Of the agent itself while it has a main, and of the parts of it that bring libraries. */
const MAINS = ['../src/main.ts', '../src/facts/index.ts', '../src/facts/hardware-main.ts', '../src/ask/index.ts']
  .map(path)
  .filter((file) => existsSync(file));

test.each(MAINS)('%s is bundled without a schema library, and stays below a megabyte', async (main) => {
  const { code, sources } = await bundleCode(main);
  expect(packagesIn(sources)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(zod|pino|ajv)$/)]));
  expect(code.length).toBeLessThan(1_000_000);
});

test('a schema library is refused, with the file that imports it', async () => {
  const main = entry(`import { Facts } from '${path('../../protocol/src/facts.ts')}';\nconsole.log(Facts);\n`);
  await expect(bundleCode(main)).rejects.toThrow(
    /^The agent's bundle would hold zod: packages\/protocol\/src\/\S+ imports it$/,
  );
});

test('what cannot be bundled is told with its place', async () => {
  await expect(bundleCode(entry(`import './nowhere.ts';`))).rejects.toThrow(
    /^The agent cannot be bundled: \S+entry\.ts:1:8: Could not resolve/,
  );
});

test('licences of bundled packages travel at the end', async () => {
  const { code } = await bundleCode(path('../src/facts/hardware-main.ts'));
  expect(code.toString()).toMatch(/\/\*\nsysteminformation\n[^*]*MIT License[\s\S]*\*\/\n$/);
});

test('a change of a source makes a new bundle, and no change makes none', async () => {
  const main = entry('console.log(1);\n');
  const first = await buildBundle(folder, main);
  expect(await buildBundle(folder, main)).toEqual(first);
  writeFileSync(main, 'console.log(22);\n');
  expect((await buildBundle(folder, main)).sha256).not.toBe(first.sha256);
});
