import type { Define } from '../define.ts';
import { skipOption } from '../plan-options.ts';
import { type RecipeOptions, recipeOptions, runRecipe } from '../run-recipe.ts';

/** `controller move INSTANCE HOST`: a member that works goes to another host. */
export const define: Define = (command, context) => {
  skipOption(recipeOptions(command))
    .argument('<instance>', 'for example etcd@kv-2')
    .argument('<host>', 'where it goes to')
    .argument('[more...]', 'nothing: one member at a time')
    .action((what: string, to: string, more: string[], options: RecipeOptions) =>
      runRecipe('move', context)({ what, to, more }, options),
    );
};
