import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Sha256 } from '@rolecall/protocol';
import { AgentError } from '../src/error.ts';
import { type Artifact, DRAFT, hashFile, recall, remember, see } from './artifact.ts';
import { packDeb } from './deb.ts';
import { modulePath } from './module-path.ts';
import { fillRuntime } from './runtime-files.ts';

/** Debian's names of the architectures that we build for. */
export type Architecture = 'amd64' | 'arm64';

const NPM_NAMES = { amd64: 'x64', arm64: 'arm64' } as const satisfies Record<Architecture, string>;

/** What a runtime is made of, as npm installed it. */
export interface RuntimeParts {
  readonly node: string;
  readonly nodeLicence: string;
  readonly nodeVersion: string;
  readonly pty: string;
  readonly ptyLicence: string;
}

export interface Runtime {
  readonly path: string;
  readonly sha256: Sha256;
  readonly size: number;
  readonly architecture: Architecture;
  readonly id: Sha256;
}

type RuntimeArtifact = Artifact & { readonly id: Sha256 };

/** The package of the runtime for one architecture, built unless it is in the cache. */
export async function buildRuntime(
  cache: string,
  architecture: Architecture,
  parts: RuntimeParts = partsFor(architecture),
): Promise<Runtime> {
  const key = `runtime ${parts.node} ${await hashFile(RECIPE)} ${await hashFile(DEB_RECIPE)}`;
  const artifact = (await recall<RuntimeArtifact>(cache, key)) ?? (await makeRuntime(cache, key, architecture, parts));
  const { name, sha256, size, id } = artifact;
  return { path: join(cache, name), sha256, size, architecture, id };
}

const RECIPE = modulePath('./runtime-files');
const DEB_RECIPE = modulePath('./deb');

async function makeRuntime(
  cache: string,
  key: string,
  architecture: Architecture,
  parts: RuntimeParts,
): Promise<RuntimeArtifact> {
  const inputs = await Promise.all([parts.node, parts.pty].map(see));
  const draft = await mkdtemp(join(cache, DRAFT));
  try {
    const tree = join(draft, 'tree');
    const deb = join(draft, 'runtime.deb');
    const id = await fillRuntime(tree, parts);
    await packDeb(tree, deb, { architecture, version: `${parts.nodeVersion}-${id.slice(0, 12)}` });
    const sha256 = await hashFile(deb);
    const name = `rolecall-runtime-${sha256.slice(0, 12)}-${architecture}.deb`;
    await rename(deb, join(cache, name));
    const artifact = { name, sha256, size: (await stat(join(cache, name))).size, inputs, id };
    await remember(cache, key, artifact);
    return artifact;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Finds the parts among this package's dependencies; both are optional ones that npm selects by architecture. */
function partsFor(architecture: Architecture): RuntimeParts {
  const arch = NPM_NAMES[architecture];
  const node = packageFolder(`node-linux-${arch}`, architecture);
  const pty = packageFolder(`@lydell/node-pty-linux-${arch}`, architecture);
  return {
    node: join(node, 'bin/node'),
    nodeLicence: join(node, 'LICENSE'),
    nodeVersion: require(join(node, 'package.json')).version,
    pty: join(pty, 'pty.node'),
    ptyLicence: join(dirname(require.resolve('node-pty/package.json')), 'LICENSE'),
  };
}

const require = createRequire(import.meta.url);

function packageFolder(name: string, architecture: Architecture): string {
  const folders = require.resolve.paths(name) ?? [];
  const found = folders.map((folder) => join(folder, name)).find((folder) => existsSync(join(folder, 'package.json')));
  if (found !== undefined) return found;
  throw new AgentError(
    'agent-build',
    `The agent's runtime for ${architecture} needs the npm package ${name}, which is not installed`,
    {
      hint: `npm install --force --no-save ${name}`,
    },
  );
}
