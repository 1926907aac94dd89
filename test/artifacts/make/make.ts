import type { Recipe } from '../recipe.ts';
import { makeC } from './c.ts';
import { makeGo } from './go.ts';
import { makeMavenFile, makeMavenTree } from './maven.ts';
import type { Place } from './place.ts';

/** Carries a recipe out. */
export function make(recipe: Recipe, place: Place): Promise<void> {
  switch (recipe.from) {
    case 'go':
      return makeGo(recipe, place);
    case 'maven file':
      return makeMavenFile(recipe, place);
    case 'maven tree':
      return makeMavenTree(recipe, place);
    case 'c':
      return makeC(recipe, place);
  }
}
