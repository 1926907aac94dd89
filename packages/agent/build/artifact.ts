import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Sha256 } from '@rolecall/protocol';

/** Whatever nobody asked for in this time goes: an old runtime is 31 MB. */
const KEPT_MS = 30 * 24 * 3600 * 1000;
/** A build takes a minute at worst; a draft of this age is one that was cut off, and holds 110 MB. */
const DRAFT_MS = 3600 * 1000;
/** What a build's working folder is called. */
export const DRAFT = 'draft-';

/** One file that something was made of, as it was then. */
export type Seen = readonly [path: string, size: number, mtimeMs: number];

/** A made file in the cache, with what it was made of: looking at that again is enough to know that it still holds. */
export interface Artifact {
  readonly name: string;
  readonly sha256: Sha256;
  readonly size: number;
  readonly inputs: readonly Seen[];
}

export async function see(path: string): Promise<Seen> {
  const { size, mtimeMs } = await stat(path);
  return [path, size, mtimeMs];
}

/** The artifact that was made under this key, if it is whole and nothing that it was made of has changed since. */
export async function recall<T extends Artifact>(cache: string, key: string): Promise<T | undefined> {
  try {
    const artifact: T = JSON.parse(await readFile(recordPath(cache, key), 'utf8'));
    const now = await Promise.all(artifact.inputs.map(([path]) => see(path)));
    const same = JSON.stringify(now) === JSON.stringify(artifact.inputs);
    const path = join(cache, artifact.name);
    if (!same || (await stat(path)).size !== artifact.size) return undefined;
    const time = new Date();
    await Promise.all([recordPath(cache, key), path].map((used) => utimes(used, time, time)));
    return artifact;
  } catch {
    // Not there, cut off, or made of files that are gone: it is made again.
    return undefined;
  }
}

export const remember = (cache: string, key: string, artifact: Artifact): Promise<void> =>
  writeWhole(recordPath(cache, key), JSON.stringify(artifact));

const recordPath = (cache: string, key: string): string =>
  join(cache, `${createHash('sha256').update(key).digest('hex').slice(0, 16)}.json`);

/** Other processes that build at the same time see all of a file or none. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, content);
  await rename(draft, path);
}

export async function hashFile(path: string): Promise<Sha256> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex') as Sha256;
}

/** Drops what was not used for a month, and what builds that were cut off left behind. */
export async function sweep(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const path = join(cache, name);
    const found = await stat(path).catch(() => undefined);
    const keptMs = name.startsWith(DRAFT) ? DRAFT_MS : KEPT_MS;
    if (found !== undefined && found.mtimeMs < Date.now() - keptMs) await rm(path, { recursive: true, force: true });
  }
}
