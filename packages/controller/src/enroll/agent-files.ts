import { createReadStream } from 'node:fs';
import type { Sha256 } from '@rolecall/protocol';
import type { Blobs } from '../blobs/blobs.ts';

/** A built file: content that is served by its hash. */
export interface BuiltFile {
  readonly path: string;
  readonly sha256: Sha256;
}

/** What a new host is given, as `buildAgent` and `hostFiles` of the agent's package answer it. */
export interface AgentFiles {
  readonly bundle: BuiltFile;
  /** Packages of the runtime, one for each architecture (Debian's name) that can be served. */
  readonly runtimes: readonly (BuiltFile & { readonly architecture: string; readonly id: string })[];
  /** Systemd's units and the like. */
  readonly hostFiles: readonly { readonly path: string; readonly mode: number; readonly content: string }[];
}

/** Builds the agent from the sources beside this package, or finds it in the cache. */
export async function buildAgentFiles(): Promise<AgentFiles> {
  const { buildAgent, hostFiles } = await import('@rolecall/agent/build');
  const { bundle, runtime } = await buildAgent();
  return { bundle, runtimes: [runtime], hostFiles: hostFiles() };
}

/** The hashes of what every host may fetch. */
export async function publish(blobs: Blobs, { bundle, runtimes }: AgentFiles): Promise<ReadonlySet<Sha256>> {
  for (const { path, sha256 } of [bundle, ...runtimes]) {
    if (!blobs.has(sha256)) await blobs.receive(sha256, createReadStream(path));
  }
  return new Set([bundle, ...runtimes].map(({ sha256 }) => sha256));
}
