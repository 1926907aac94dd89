import type { HostName } from '@rolecall/protocol';
import type { Define } from '../define.ts';
import { type RecipeOptions, recipeOptions, runRecipe, withBackup } from '../run-recipe.ts';

interface DrillOptions extends RecipeOptions {
  readonly from: string;
  readonly on: readonly HostName[];
}

/** `controller drill USE --from BACKUP --on HOSTS`: a backup that was never restored is none. */
export const define: Define = (command, context) => {
  recipeOptions(command)
    .argument('<use>', 'for example etcd')
    .requiredOption('--from <backup>', 'what is restored: the name of an artifact (its newest version), or a checksum')
    .requiredOption(
      '--on <hosts>',
      'hosts to be thrown away, with commas between: enrolled, and carrying nothing of this use',
      (text: string) => text.split(',').map((name) => name.trim() as HostName),
    )
    .action(async (what: string, options: DrillOptions) =>
      runRecipe('drill', context)({ what }, await withBackup(context, what, options)),
    );
};
