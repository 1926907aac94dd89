import type { HostName } from '@rolecall/protocol';
import { backupParts } from '../backup-parts.ts';
import type { Define } from '../define.ts';
import { openClient } from '../open.ts';
import { type RecipeOptions, recipeOptions, runRecipe } from '../run-recipe.ts';

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
    .action(async (what: string, options: DrillOptions) => {
      const { artifacts } = await openClient(context).call('artifacts.list', {});
      const { from, parts } = backupParts(artifacts, what, options.from);
      await runRecipe('drill', context)({ what }, { ...options, from, with: { ...parts, ...options.with } });
    });
};
