import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** One artifact that lies ready. */
export interface Artifact {
  readonly path: string;
  readonly sha256: string;
}

/** ROLECALL_ARTIFACTS, or a folder in the user's cache. */
export function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = process.env.ROLECALL_ARTIFACTS || join(base, 'rolecall', 'artifacts');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Recipes change; what none asked for in this time goes. */
const UNUSED_MS = 30 * 24 * 60 * 60 * 1000;

export async function checksum(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** What is kept in a folder, read through once more: nothing where it is not there, or not any longer what was made. */
export async function kept(folder: string, file: string): Promise<Artifact | undefined> {
  const path = join(folder, file);
  if (!existsSync(path) || !existsSync(join(folder, 'sha256'))) return undefined;
  const sha256 = readFileSync(join(folder, 'sha256'), 'utf8').trim();
  if ((await checksum(path)) !== sha256) return undefined;
  utimesSync(folder, new Date(), new Date());
  return { path, sha256 };
}

/** Removes what recipes made that nobody has any longer. */
export function removeUnused(cache: string): void {
  for (const entry of readdirSync(cache, { withFileTypes: true })) {
    const folder = join(cache, entry.name);
    if (entry.isDirectory() && Date.now() - statSync(folder).mtimeMs > UNUSED_MS) {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
