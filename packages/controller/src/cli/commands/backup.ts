import type { Define } from '../define.ts';
import { type RecipeOptions, recipeOptions, runRecipe } from '../run-recipe.ts';

/** `controller backup USE`: everything that it holds, kept and read through. */
export const define: Define = (command, context) => {
  recipeOptions(command)
    .argument('<use>', 'for example etcd')
    .option('--to <place>', 'where it is kept, if the role knows several places')
    .action((what: string, options: RecipeOptions) => runRecipe('backup', context)({ what }, options));
};
