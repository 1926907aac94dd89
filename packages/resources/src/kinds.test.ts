import { existsSync, readdirSync } from 'node:fs';
import { build } from 'esbuild';
import { type KnownKind, kinds } from './kinds.ts';
import { providers } from './providers.ts';

const here = new URL('./', import.meta.url);
const folders = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/resource.ts`, here)))
  .map((entry) => entry.name)
  .sort();

test('every folder with a declaration is listed as a kind and has a provider', () => {
  expect(Object.keys(kinds).sort()).toEqual(folders);
  expect(Object.keys(providers).sort()).toEqual(folders);
  expect(Object.entries(kinds).filter(([name, { kind }]) => name !== kind)).toEqual([]);
});

test.each(folders)('%s is proven by three cases or more, each named as a sentence', (folder) => {
  const cases = readdirSync(new URL(`${folder}/cases/`, here));
  expect(cases.length).toBeGreaterThanOrEqual(3);
  expect(cases.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)+\.json$/.test(name))).toEqual([]);
});

test.each(folders)('%s says to an agent whether it holds data, and can be undone whole or not at all', (folder) => {
  const { holdsData, capture, restore, action } = providers[folder as KnownKind];
  expect(holdsData ?? false).toBe(kinds[folder as KnownKind].holdsData);
  expect(restore === undefined).toBe(capture === undefined);
  if (action !== 'run') expect(capture).toBeDefined();
});

test('no kind has a parameter of the name of an option that all have', () => {
  expect(Object.values(kinds).filter(({ params }) => 'remove' in params.shape)).toEqual([]);
});

/** Every file that comes into a bundle of this one, relative to the package. */
async function bundled(file: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [new URL(file, here).pathname],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
  });
  return Object.keys(metafile.inputs);
}

test.each(['providers.ts', 'contract/compare.ts', 'contract/error.ts'])(
  '%s brings no schema library to an agent',
  async (file) => {
    const files = await bundled(file);
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((path) => /node_modules\/zod\/|resource\.ts$|schema\.ts$/.test(path))).toEqual([]);
  },
);
