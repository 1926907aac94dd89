import type { Define } from '../define.ts';
import { type RecipeOptions, recipeOptions, runRecipe } from '../run-recipe.ts';

/** `controller upgrade USE`: to what the site says, in the steps that its role has for that. */
export const define: Define = (command, context) => {
  recipeOptions(command)
    .argument('<use>', 'for example etcd')
    .action((what: string, options: RecipeOptions) => runRecipe('upgrade', context)({ what }, options));
};
