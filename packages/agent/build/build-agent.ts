import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Sha256 } from '@rolecall/protocol';
import { sweep } from './artifact.ts';
import { buildBundle } from './bundle.ts';
import { modulePath } from './module-path.ts';
import { type Architecture, buildRuntime } from './runtime.ts';

export interface BuildOptions {
  /** Where results are kept, by content. Default `~/.cache/rolecall`, or `$XDG_CACHE_HOME/rolecall`. */
  readonly cache?: string;
  /** Debian's name of the hosts' architecture. Default: this machine's. */
  readonly architecture?: Architecture;
  /** The agent's entry point. */
  readonly entry?: string;
}

/** What a controller serves to new hosts, as files in the cache. Sizes are bytes. */
export interface AgentBuild {
  /** The agent as one CommonJS file. */
  readonly bundle: { readonly path: string; readonly sha256: Sha256; readonly size: number };
  /** A Debian package of Node, the pty addon and policy-rc.d; `dpkg-deb -x` puts them into `runtimeFolder(id)`. */
  readonly runtime: {
    readonly path: string;
    readonly sha256: Sha256;
    readonly size: number;
    readonly architecture: Architecture;
    /** Hash of what is inside, whatever packed it. */
    readonly id: Sha256;
  };
}

const ENTRY = modulePath('../src/main');

/** Builds both, or finds them in the cache: some 10 s the first time, milliseconds after that. Throws an `AgentError`. */
export async function buildAgent(options: BuildOptions = {}): Promise<AgentBuild> {
  const cache = options.cache ?? defaultCache();
  await mkdir(cache, { recursive: true });
  await sweep(cache);
  const [bundle, runtime] = await Promise.all([
    buildBundle(cache, options.entry ?? ENTRY),
    buildRuntime(cache, options.architecture ?? (process.arch === 'arm64' ? 'arm64' : 'amd64')),
  ]);
  return { bundle, runtime };
}

const defaultCache = (): string => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'rolecall');
