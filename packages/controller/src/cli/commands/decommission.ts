import type { Define } from '../define.ts';
import { type RecipeOptions, recipeOptions, runRecipe } from '../run-recipe.ts';

/** `controller decommission INSTANCE`: a member leaves, and nobody takes its place. */
export const define: Define = (command, context) => {
  recipeOptions(command)
    .argument('<instance>', 'for example etcd@kv-5')
    .argument('[more...]', 'nothing: one member at a time')
    .action((what: string, more: string[], options: RecipeOptions) =>
      runRecipe('decommission', context)({ what, more }, options),
    );
};
