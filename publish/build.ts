import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkTypes, compile } from './compile.ts';
import { copyFiles, renameImports } from './files.ts';
import { type Common, publishedManifest } from './manifest.ts';
import { type Package, publishedPackages, ROOT, readJson } from './packages.ts';

/** Makes every published package's `dist`, which `lerna publish --contents dist` sends to npm as it is. Answers their folders. */
export function buildPackages(): readonly string[] {
  const all = publishedPackages();
  const common = readJson<Common>(join(ROOT, 'package.json'));
  checkTypes();
  return all.map((one) => buildPackage(one, all, common));
}

function buildPackage(one: Package, all: readonly Package[], common: Common): string {
  const dist = join(ROOT, one.folder, 'dist');
  rmSync(dist, { recursive: true, force: true });
  compile(one);
  copyFiles(one);
  renameImports(one);
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(publishedManifest(one, all, common), null, 2)}\n`);
  return dist;
}

if (import.meta.main) for (const dist of buildPackages()) console.log(dist);
