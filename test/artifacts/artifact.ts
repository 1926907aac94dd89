import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../lab/machine/lock.ts';
import { type Artifact, cacheFolder, checksum, kept, removeUnused } from './cache.ts';
import { make } from './make/make.ts';
import { type ArtifactName, recipes } from './recipes.ts';
import { keyOf } from './sources.ts';

export type { Artifact } from './cache.ts';

/** The slowest build takes ten minutes of a busy machine, and others may stand before it. */
const LOCK_LIMIT_MS = 3_600_000;

/**
 * A service for tests: from the cache, or made now. Whoever asks while another makes it gets that one. Programs are built one after
 * the other, at the lowest priority. Throws ArtifactError, or LabError where a client of a registry fails.
 */
export async function artifact(name: ArtifactName): Promise<Artifact> {
  const cache = cacheFolder();
  const recipe = recipes[name];
  const entry = `${name}-${keyOf(recipe)}`;
  const folder = join(cache, entry);
  return withLock(join(cache, `${entry}.lock`), LOCK_LIMIT_MS, async () => {
    const ready = await kept(folder, recipe.file);
    if (ready !== undefined) return ready;
    const obtain = () => makeInto(cache, folder, name);
    return recipe.from === 'go' ? withLock(join(cache, 'builds.lock'), LOCK_LIMIT_MS, obtain) : obtain();
  });
}

/** Made aside and put in place whole: what is half made is never found. */
async function makeInto(cache: string, folder: string, name: ArtifactName): Promise<Artifact> {
  const { file } = recipes[name];
  const draft = mkdtempSync(join(cache, `draft-${name}-`));
  try {
    const [work, made] = [join(draft, 'work'), join(draft, 'made')];
    for (const part of [work, made]) mkdirSync(part);
    await make(recipes[name], { work, made: join(made, file) });
    const sha256 = await checksum(join(made, file));
    writeFileSync(join(made, 'sha256'), `${sha256}\n`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(made, folder);
    removeUnused(cache);
    return { path: join(folder, file), sha256 };
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
