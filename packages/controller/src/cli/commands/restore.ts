import { backupParts } from '../backup-parts.ts';
import type { Define } from '../define.ts';
import { openClient } from '../open.ts';
import { type RecipeOptions, recipeOptions, runRecipe } from '../run-recipe.ts';

/** `controller restore USE --from BACKUP`: the cluster founded anew from what was kept. */
export const define: Define = (command, context) => {
  recipeOptions(command)
    .argument('<use>', 'for example etcd')
    .option('--from <backup>', 'what it is restored from: the name of an artifact (its newest version), or a checksum')
    .action(async (what: string, options: RecipeOptions) => {
      const { from: called, ...others } = options;
      if (called === undefined) return runRecipe('restore', context)({ what }, others);
      const { artifacts } = await openClient(context).call('artifacts.list', {});
      const { from, parts } = backupParts(artifacts, what, called);
      return runRecipe('restore', context)({ what }, { ...others, from, with: { ...parts, ...options.with } });
    });
};
