import type { Define } from '../define.ts';
import { openClient } from '../open.ts';
import { checksumOf, type RecipeOptions, recipeOptions, runRecipe } from '../run-recipe.ts';

/** `controller restore USE --from BACKUP`: the cluster founded anew from what was kept. */
export const define: Define = (command, context) => {
  recipeOptions(command)
    .argument('<use>', 'for example etcd')
    .option('--from <backup>', 'what it is restored from: the name of an artifact (its newest version), or a checksum')
    .action(async (what: string, options: RecipeOptions) => {
      const from = options.from === undefined ? {} : { from: await checksumOf(openClient(context), options.from) };
      await runRecipe('restore', context)({ what }, { ...options, ...from });
    });
};
