import type { Define } from '../define.ts';
import { type RecipeOptions, recipeOptions, runRecipe, withBackup } from '../run-recipe.ts';

/** `controller restore USE --from BACKUP`: the cluster founded anew from what was kept. */
export const define: Define = (command, context) => {
  recipeOptions(command)
    .argument('<use>', 'for example etcd')
    .option('--from <backup>', 'what it is restored from: the name of an artifact (its newest version), or a checksum')
    .action(async (what: string, options: RecipeOptions) => {
      const { from } = options;
      const all = from === undefined ? options : await withBackup(context, what, { ...options, from });
      await runRecipe('restore', context)({ what }, all);
    });
};
