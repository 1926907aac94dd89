import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../cache.ts';
import { ArtifactError } from '../error.ts';
import { type ArtifactName, recipes } from '../recipes.ts';
import { jarsOf } from './maven.ts';
import { writePins } from './pins.ts';

/** The checksums of all jars as Maven has them now: to be read by a person, then put into `sources`. */
export async function pinned(name: ArtifactName): Promise<string> {
  const recipe = recipes[name];
  if (recipe.from !== 'maven tree') throw new ArtifactError('not-made', `${name} has no list of checksums.`);
  const work = mkdtempSync(join(cacheFolder(), `draft-${name}-`));
  try {
    return writePins(await jarsOf(recipe, work, join(work, 'lib')));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
