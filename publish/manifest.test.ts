import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { publishedManifest } from './manifest.ts';
import { type Package, publishedPackages, ROOT } from './packages.ts';

const common = { engines: { node: '>=18' } };
const one = (name: string, version: string, more: object = {}): Package => ({
  folder: `packages/${name}`,
  manifest: { name: `@rolecall/${name}`, version, ...more },
});

test('exports name JavaScript and its declarations, also for many files at once', () => {
  const given = one('protocol', '1.0.0', { exports: { '.': './src/index.ts', './*': './src/*.ts' } });
  expect(publishedManifest(given, [given], common)).toMatchObject({
    exports: {
      '.': { types: './src/index.d.ts', default: './src/index.js' },
      './*': { types: './src/*.d.ts', default: './src/*.js' },
    },
  });
});

test('packages of the workspace are wanted in the version that goes out beside them, others as they were', () => {
  const low = one('protocol', '1.2.3');
  const high = one('roles', '1.2.3', { dependencies: { '@rolecall/protocol': '*', zod: '4.6.7' } });
  expect(publishedManifest(high, [low, high], common)).toMatchObject({
    dependencies: { '@rolecall/protocol': '1.2.3', zod: '4.6.7' },
  });
});

test('what only this repository needs stays here', () => {
  const given = one('agent', '1.0.0', { files: ['dist'], devDependencies: { ajv: '8' }, bin: { x: 'bin/x.js' } });
  const made = publishedManifest(given, [given], common);
  expect(Object.keys(made)).not.toEqual(expect.arrayContaining(['files']));
  expect(Object.keys(made)).not.toEqual(expect.arrayContaining(['devDependencies']));
  expect(made).toMatchObject({ bin: { x: 'bin/x.js' }, publishConfig: { access: 'public' }, engines: common.engines });
});

const all = publishedPackages();

test.each(all.map(({ folder, manifest }) => [folder, manifest] as const))('%s can be published', (folder, manifest) => {
  expect(manifest.name).toMatch(/^@rolecall\//);
  expect(manifest.files).toEqual(['dist']);
  const versions = new Set(all.map(({ manifest: { version } }) => version));
  expect([...versions]).toEqual([manifest.version]);
  for (const source of Object.values(manifest.exports ?? {})) {
    if (!source.includes('*')) expect([source, existsSync(join(ROOT, folder, source))]).toEqual([source, true]);
  }
});
