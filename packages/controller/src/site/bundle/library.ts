import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ContentCache, cacheFolder, modulesFolders, packagesOf, writeWhole } from '../content-cache.ts';
import { ownFolder } from './installation.ts';

/** What sites import of this installation, by the name of the file that it becomes. */
const ENTRIES = {
  roles: '@rolecall/roles',
  sealed: '@rolecall/roles/sealed',
  evaluator: '@rolecall/roles/evaluator',
  resources: '@rolecall/resources',
  protocol: '@rolecall/protocol',
  zod: 'zod',
} as const;

/** Where the library's files lie in an archive. */
export const LIBRARY = 'library';

/** What all sites of an installation have in common, bundled once: nine tenths of what a site needs to be evaluated. */
export interface Library {
  /** File names by the module that each stands for. */
  readonly byModule: Readonly<Record<string, string>>;
  /** Names and places of all its files. */
  readonly files: readonly { readonly name: string; readonly path: string }[];
  /** Every file that it was made from. */
  readonly inputs: readonly string[];
}

/** The library of this installation; made again only where something of it changed. */
export async function ownLibrary(): Promise<Library> {
  const cache = new ContentCache<Library>(['library', '1', ownFolder, process.version]);
  const kept = cache.find();
  if (kept?.files.every(({ path }) => existsSync(path)) === true) return kept;
  const started = Date.now();
  const library = await makeLibrary();
  cache.keep([...library.inputs, ...packagesOf(library.inputs), ...modulesFolders(ownFolder)], started, library);
  return library;
}

async function makeLibrary(): Promise<Library> {
  const { build } = await import('esbuild');
  const made = await build({
    entryPoints: ENTRIES,
    absWorkingDir: ownFolder,
    outdir: join(ownFolder, LIBRARY),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // Modules that two entries share must be one: classes are told apart by identity.
    splitting: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node26',
    charset: 'utf8',
    // Names stay: a person may meet them in a stack.
    minifyWhitespace: true,
    minifySyntax: true,
    tsconfigRaw: '{}',
    logLevel: 'silent',
    legalComments: 'none',
  });
  const hash = createHash('sha256');
  for (const { contents } of made.outputFiles) hash.update(contents);
  const folder = join(cacheFolder(), LIBRARY, hash.digest('hex'));
  const files = made.outputFiles.map(({ path, contents }) => {
    const name = basename(path);
    writeWhole(join(folder, name), contents);
    return { name, path: join(folder, name) };
  });
  const entries = Object.entries(made.metafile.outputs).flatMap(([output, { entryPoint }]) =>
    entryPoint === undefined ? [] : [[resolve(ownFolder, entryPoint), basename(output)] as const],
  );
  const inputs = Object.keys(made.metafile.inputs).map((input) => resolve(ownFolder, input));
  return { byModule: Object.fromEntries(entries), files, inputs };
}

/** The library's files as an archive holds them: base64 by name. */
export const archivedLibrary = ({ files }: Library): Readonly<Record<string, string>> =>
  Object.fromEntries(files.map(({ name, path }) => [`${LIBRARY}/${name}`, readFileSync(path).toString('base64')]));
