import type { Define } from '../define.ts';
import { skipOption } from '../plan-options.ts';
import { type RecipeOptions, recipeOptions, runRecipe } from '../run-recipe.ts';

/** `controller replace INSTANCE [HOST]`: a member that is lost is made anew, on another host or on its own. */
export const define: Define = (command, context) => {
  skipOption(recipeOptions(command))
    .argument('<instance>', 'for example etcd@kv-2')
    .argument('[host]', 'the host that takes its place; without it the same one, made anew under its name')
    .argument('[more...]', 'nothing: one member at a time')
    .action((what: string, to: string | undefined, more: string[], options: RecipeOptions) =>
      runRecipe('replace', context)({ what, to, more }, options),
    );
};
