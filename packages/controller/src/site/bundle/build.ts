import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Finding } from '@rolecall/protocol';
import type { BuildFailure, Message, Plugin } from 'esbuild';
import { encodeArchive } from './encode-archive.ts';
import { COMES_WITH_US, ownFolder } from './installation.ts';
import { archivedLibrary, LIBRARY, type Library, ownLibrary } from './library.ts';
import { type LocalFile, localFiles } from './local-files.ts';
import { bundleProvider } from './provider.ts';

const ENTRY = 'site.mjs';
export type Built =
  | { readonly ok: true; readonly archive: Uint8Array; readonly inputs: readonly string[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Makes one archive of a site: its modules as one file, and the files that they name. Paths in it are as seen from `from`. */
export async function buildSite(path: string, from: string): Promise<Built> {
  const { build } = await import('esbuild');
  const files = new Map<string, LocalFile>();
  const library = await ownLibrary();
  try {
    const made = await build({
      stdin: { contents: entryModule(path), resolveDir: dirname(path), sourcefile: 'rolecall-entry.js', loader: 'js' },
      absWorkingDir: from,
      outfile: join(from, ENTRY),
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'node',
      target: 'node26',
      sourcemap: 'external',
      sourcesContent: false,
      charset: 'utf8',
      tsconfigRaw: '{}',
      logLevel: 'silent',
      legalComments: 'none',
      plugins: [fromOwnInstallation(library), localFiles(files, providerAt)],
    });
    const output = (end: string) => made.outputFiles.find((file) => file.path.endsWith(end))?.text ?? '';
    const archive = encodeArchive({
      schema: 'rolecall/bundle/1',
      entry: ENTRY,
      files: { ...archivedLibrary(library), ...archived(output(ENTRY), [...files.values()]) },
      map: output(`${ENTRY}.map`),
      site: relative(from, path),
    });
    const modules = Object.keys(made.metafile.inputs).map((input) => resolve(from, input));
    const more = [...files.values()].flatMap((file) => [file.path, ...file.inputs]);
    return { ok: true, archive, inputs: [...modules, ...more, ...library.inputs] };
  } catch (failure) {
    if (!isBuildFailure(failure)) throw failure;
    return { ok: false, findings: failure.errors.map((message) => findingOf(message, path, from)) };
  }
}

/** The clock and chance are taken away before a line of the site runs. */
const entryModule = (path: string): string => `import '@rolecall/roles/sealed';
import { serve } from '@rolecall/roles/evaluator';
import site from ${JSON.stringify(`./${basename(path)}`)};
if (typeof site?.input?.use !== 'function') {
  throw new TypeError('its default export is no site: write \`export default defineSite({ … })\`');
}
serve(site);
`;

function archived(code: string, files: readonly LocalFile[]): Record<string, string> {
  const base64 = (content: string | Uint8Array) => Buffer.from(content).toString('base64');
  return Object.fromEntries([[ENTRY, base64(code)], ...files.map(({ name, content }) => [name, base64(content)])]);
}

/** A pack stands for itself: nothing of it is taken from the library. */
const providerAt = (path: string) =>
  bundleProvider(path, [fromOwnInstallation({ byModule: {}, files: [], inputs: [] })]);

/**
 * Where the site's folder does not have a package of ours, the one that came with the command line serves. What the library holds is taken from
 * there, so that a site brings only what is its own.
 */
const fromOwnInstallation = ({ byModule }: Library): Plugin => ({
  name: 'from-own-installation',
  setup(build) {
    build.onResolve({ filter: COMES_WITH_US }, async ({ path, resolveDir, kind, pluginData }) => {
      if (pluginData === 'tried') return undefined;
      const near = await build.resolve(path, { resolveDir, kind, pluginData: 'tried' });
      const found =
        near.errors.length === 0
          ? near
          : await build.resolve(path, { resolveDir: ownFolder, kind, pluginData: 'tried' });
      if (found.errors.length > 0) return undefined;
      const file = byModule[found.path];
      return file === undefined ? found : { path: `./${LIBRARY}/${file}`, external: true };
    });
  },
});

function findingOf({ text, location }: Message, path: string, from: string): Finding {
  const site = { file: relative(from, path), line: 1, column: 1 };
  if (location === null || location.file.includes('rolecall-entry.js')) {
    if (/No matching export .* "default"/.test(text)) {
      return { code: 'no_site', message: 'nothing is exported: write `export default defineSite({ … })`', at: site };
    }
    const unread = /^Could not (resolve|read)/.test(text) ? `${site.file} cannot be read` : text;
    return { code: 'bad_site', message: unread, at: location === null ? null : site };
  }
  const { file, line, column } = location;
  return {
    code: 'bad_module',
    message: text,
    at: { file: relative(from, resolve(from, file)), line, column: column + 1 },
  };
}

const isBuildFailure = (failure: unknown): failure is BuildFailure =>
  failure instanceof Error && Array.isArray((failure as Partial<BuildFailure>).errors);
