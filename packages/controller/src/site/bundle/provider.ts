import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { BundledProvider } from '@rolecall/agent/pack';
import type { Metafile, Plugin } from 'esbuild';
import { hashOf } from './hash.ts';
import type { LocalFile } from './local-files.ts';

/** What needs no host: everything else is done through the host that a provider is given, so that reading never changes anything. */
const ALLOWED = /^(?:node:)?(?:assert|buffer|crypto|path|path\/posix|string_decoder|timers\/promises|url|util|zlib)$/;
/** They would cost every agent that loads the pack more than all of its own code. */
const KEPT_OUT = /\/node_modules\/(zod|pino)\//;

/**
 * Makes one module of a provider that a kind names by `provider: new URL('./provider.ts', import.meta.url)`. The same sources give the same
 * bytes wherever they lie. Throws an `Error` or esbuild's `BuildFailure` for what cannot be one.
 */
export async function bundleProvider(path: string, plugins: Plugin[]): Promise<LocalFile> {
  const { build } = await import('esbuild');
  const manifest = manifestOf(path);
  const made = await build({
    stdin: { contents: `export { provider } from './${basename(path)}';`, resolveDir: dirname(path), loader: 'js' },
    absWorkingDir: manifest.folder,
    bundle: true,
    write: false,
    metafile: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    charset: 'utf8',
    tsconfigRaw: '{}',
    logLevel: 'silent',
    legalComments: 'none',
    plugins: [...plugins, onlyPure],
  });
  const inputs = Object.keys(made.metafile.inputs).filter((input) => input !== '<stdin>');
  refuseHeavy(made.metafile);
  const provider: BundledProvider = {
    package: manifest.name,
    version: manifest.version,
    code: withoutPlaces(made.outputFiles[0]?.text ?? '', inputs),
  };
  const content = Buffer.from(JSON.stringify(provider));
  const name = `kinds/${hashOf(content).slice(0, 32)}/provider.json`;
  return { path, name, content, inputs: [...inputs.map((input) => join(manifest.folder, input)), ...manifest.files] };
}

/** Where a module lay says nothing of what it does, and differs from one installation to the next. */
function withoutPlaces(code: string, inputs: readonly string[]): string {
  const places = new Set([...inputs, '<stdin>'].map((input) => `// ${input}`));
  return code
    .split('\n')
    .filter((line) => !places.has(line))
    .join('\n');
}

const onlyPure: Plugin = {
  name: 'only-pure',
  setup(build) {
    build.onResolve({ filter: /^[a-z]/ }, ({ path }) => {
      if (!isBuiltin(path)) return undefined;
      if (ALLOWED.test(path)) return { path, external: true };
      const text = `a provider does not use ${path}: it reads and changes its host by the \`host\` that it is given`;
      return { errors: [{ text }] };
    });
  },
};

function refuseHeavy({ inputs }: Metafile): void {
  const heavy = Object.entries(inputs).flatMap(([file, { imports }]) =>
    imports.filter(({ path }) => KEPT_OUT.test(`/${path}`)).map(({ path }) => ({ file, path })),
  );
  const [first] = heavy.filter(({ file }) => !KEPT_OUT.test(`/${file}`));
  if (first === undefined) return;
  throw new Error(
    `${first.file} imports ${KEPT_OUT.exec(`/${first.path}`)?.[1]}, which no agent has: import only types from where schemas are`,
  );
}

interface Manifest {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly files: readonly string[];
}

/** The package that a module lies in. One without a name is nobody's: a site's own folder. */
function manifestOf(path: string): Manifest {
  for (let at = dirname(path); at !== dirname(at); at = dirname(at)) {
    const file = join(at, 'package.json');
    if (!existsSync(file)) continue;
    const { name = '', version = '' } = JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string };
    return { folder: at, name, version, files: [file] };
  }
  return { folder: dirname(path), name: '', version: '', files: [] };
}
