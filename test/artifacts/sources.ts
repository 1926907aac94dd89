import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recipe } from './recipe.ts';

/** Where the files lie that recipes name. */
export const SOURCES = join(import.meta.dirname, 'sources');

/** Raised when the way in which things are made or packed changes, so that all are made anew. */
const FORMAT = 1;

/** The same for the same recipe with the same files: what an artifact is kept under. */
export function keyOf(recipe: Recipe, sources: string = SOURCES): string {
  const hash = createHash('sha256').update(JSON.stringify([FORMAT, recipe, words(recipe)]));
  for (const path of filesOf(recipe, sources)) hash.update(`\0${path}\0`).update(readFileSync(join(sources, path)));
  return hash.digest('hex').slice(0, 16);
}

/** What JSON does not show of a recipe. */
const words = (recipe: Recipe): string => (recipe.from === 'maven tree' ? recipe.without.source : '');

/** All files that have a say in the result, in an order that does not change. */
function filesOf(recipe: Recipe, sources: string): readonly string[] {
  if (recipe.from === 'maven file') return [];
  const all = readdirSync(join(sources, recipe.folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(sources.length + 1));
  // Of several versions with one folder only the own list of checksums counts.
  const pins = recipe.from === 'maven tree' ? recipe.pins : '';
  return all.filter((path) => path === pins || !path.endsWith('.sha256')).sort();
}
