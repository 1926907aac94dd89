import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sha256 } from '@rolecall/protocol';
import { type BuildFailure, type BuildResult, build, type Metafile } from 'esbuild';
import { AgentError } from '../src/error.ts';
import { type Artifact, recall, remember, see, writeWhole } from './artifact.ts';
import { licencesOf } from './licences.ts';
import { packagesIn } from './packages-in.ts';
import { ptyPlugin } from './pty-plugin.ts';
import { shortNames } from './short-names.ts';

/** They would cost every agent 13 MB and 95 ms: the agent checks messages with generated functions and writes plain lines. */
const KEPT_OUT = ['zod', 'pino'];

const MANIFEST = fileURLToPath(new URL('../package.json', import.meta.url));
/** Where the packages lie side by side. */
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const YAML_MODULES = fileURLToPath(new URL('browser/dist/index.js', import.meta.resolve('yaml/package.json')));
const RECIPE = fileURLToPath(import.meta.url);

/** One built bundle. */
export interface Bundle {
  readonly path: string;
  readonly sha256: Sha256;
  readonly size: number;
}

/** The agent as one file, built from its sources unless none of them changed. */
export async function buildBundle(cache: string, entry: string): Promise<Bundle> {
  const key = `bundle ${resolve(entry)}`;
  const artifact = (await recall(cache, key)) ?? (await makeBundle(cache, key, resolve(entry)));
  return { path: join(cache, artifact.name), sha256: artifact.sha256, size: artifact.size };
}

async function makeBundle(cache: string, key: string, entry: string): Promise<Artifact> {
  const { code, sources } = await bundleCode(entry);
  const sha256 = createHash('sha256').update(code).digest('hex') as Sha256;
  const artifact: Artifact = {
    name: `agent-${sha256.slice(0, 12)}.cjs`,
    sha256,
    size: code.length,
    inputs: await Promise.all([...sources, MANIFEST, RECIPE].map(see)),
  };
  await writeWhole(join(cache, artifact.name), code);
  await remember(cache, key, artifact);
  return artifact;
}

/** The text of the bundle, and the absolute paths of what it was made of. */
export async function bundleCode(
  entry: string,
): Promise<{ readonly code: Buffer; readonly sources: readonly string[] }> {
  const { version }: { readonly version: string } = JSON.parse(await readFile(MANIFEST, 'utf8'));
  const result = await runEsbuild(entry, version);
  refuseHeavy(result.metafile);
  const sources = Object.keys(result.metafile.inputs)
    .map((path) => resolve(ROOT, path))
    .sort();
  const text = result.outputFiles[0]?.text ?? '';
  return { code: Buffer.from(text + (await licencesOf(sources))), sources };
}

async function runEsbuild(entry: string, version: string): Promise<BuildResult<{ metafile: true; write: false }>> {
  try {
    return await build({
      entryPoints: [entry],
      bundle: true,
      platform: 'node',
      target: 'node24',
      format: 'cjs',
      // Comments and indentation are for the sources; names stay, so that a stack still says where.
      minifyWhitespace: true,
      minifySyntax: true,
      // The result names its sources relative to this: it must be alike wherever it is built.
      absWorkingDir: ROOT,
      legalComments: 'none',
      metafile: true,
      write: false,
      logLevel: 'silent',
      plugins: [ptyPlugin, shortNames],
      // As modules, of which only what is used comes along: 33 KB less.
      alias: { yaml: YAML_MODULES },
      // Optional parts of libraries that no host of ours has.
      external: ['macos-temperature-sensor', 'osx-temperature-sensor'],
      define: {
        'process.env.ROLECALL_AGENT_VERSION': JSON.stringify(version),
        'process.env.WS_NO_BUFFER_UTIL': '"1"',
        'process.env.WS_NO_UTF_8_VALIDATE': '"1"',
        // What libraries would do elsewhere is left out.
        'process.platform': '"linux"',
        'import.meta.url': 'bundleUrl',
        'import.meta.dirname': '__dirname',
      },
      banner: { js: "'use strict';\nconst bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    });
  } catch (cause) {
    throw new AgentError('agent-build', `The agent cannot be bundled: ${firstError(cause)}`, { cause });
  }
}

/** The first of esbuild's errors with its place; what else was thrown as it is. */
function firstError(cause: unknown): string {
  const [error] = (cause as Partial<BuildFailure>).errors ?? [];
  if (error === undefined) return String(cause);
  const { location, text } = error;
  return location === null ? text : `${location.file}:${location.line}:${location.column + 1}: ${text}`;
}

function refuseHeavy(metafile: Metafile): void {
  const heavy = packagesIn(Object.keys(metafile.inputs).map((path) => resolve(ROOT, path))).find((name) =>
    KEPT_OUT.includes(name),
  );
  if (heavy === undefined) return;
  const importer = Object.entries(metafile.inputs).find(
    ([path, input]) =>
      !path.includes(`node_modules/${heavy}/`) &&
      input.imports.some((one) => one.path.includes(`node_modules/${heavy}/`)),
  );
  throw new AgentError(
    'agent-build',
    `The agent's bundle would hold ${heavy}: ${importer?.[0] ?? 'something'} imports it`,
    {
      hint: 'Import only types from where schemas are.',
    },
  );
}
