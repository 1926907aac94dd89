import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Modules that a site may import although its folder has no node_modules: they come with the command line. */
export const COMES_WITH_US = /^(@rolecall\/[^/]+|zod)(\/.*)?$/;

/** The folder from which the command line's own packages resolve. */
export const ownFolder = import.meta.dirname;

/** The node_modules folders that this installation is made of, nearest first. */
export function ownModules(): readonly string[] {
  const found: string[] = [];
  for (let at = realpathSync(ownFolder); at !== dirname(at); at = dirname(at)) {
    const folder = join(at, 'node_modules');
    if (existsSync(folder)) found.push(folder);
  }
  return found;
}

/** The packages of ours that a site is written with. They are no part of it: whoever makes them checks them. */
const LIBRARIES = ['protocol', 'resources', 'roles'];

/** Where the libraries of this installation really are. */
export const libraryFolders = (): readonly string[] =>
  ownModules()
    .flatMap((folder) => LIBRARIES.map((name) => join(folder, '@rolecall', name)))
    .filter((folder) => existsSync(folder))
    .map((folder) => realpathSync(folder));

/** For TypeScript's `paths`: each entry point of `@rolecall/*` and zod, and the file that declares it. */
export function ownEntryPoints(): Readonly<Record<string, readonly string[]>> {
  const packages = ownModules().flatMap((folder) => {
    const scope = join(folder, '@rolecall');
    return existsSync(scope) ? readdirSync(scope).map((name) => [`@rolecall/${name}`, join(scope, name)] as const) : [];
  });
  const zod = dirname(createRequire(join(ownFolder, 'x.js')).resolve('zod/package.json'));
  return Object.fromEntries([...packages.flatMap(([name, folder]) => entryPoints(name, folder)), ['zod', [zod]]]);
}

function entryPoints(name: string, folder: string): readonly (readonly [string, readonly string[]])[] {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return [];
  const { exports = {} } = JSON.parse(readFileSync(file, 'utf8')) as { exports?: Record<string, unknown> };
  return Object.entries(exports).flatMap(([path, target]) => {
    const place = declaredIn(target);
    return place === undefined ? [] : [[`${name}${path.slice(1)}`, [join(realpathSync(folder), place)]] as const];
  });
}

/** The file of an `exports` target in which its types stand. */
function declaredIn(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (typeof target !== 'object' || target === null) return undefined;
  const { types, default: rest } = target as { types?: unknown; default?: unknown };
  return declaredIn(types) ?? declaredIn(rest);
}
