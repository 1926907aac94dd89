import type { CatalogResource } from '@rolecall/protocol';
import type { AnyProvider } from '@rolecall/resources';

/** What becomes of a resource that is no longer declared. */
export type Fate =
  | { readonly is: 'removed' }
  | { readonly is: 'kept'; readonly reason: string }
  /** Nothing of it is on the host. */
  | { readonly is: 'forgotten' };

/** What its last declaration, its kind and its history say. `provider` is missing where this agent does not know the kind. */
export function fateOf(
  { remove, kind, pack }: CatalogResource,
  made: boolean,
  provider: AnyProvider | undefined,
): Fate {
  if (provider?.leavesNothing === true) return { is: 'forgotten' };
  if (remove === 'keep') return kept('its declaration said so');
  if (provider === undefined)
    return kept(
      pack === undefined ? `this agent does not know the kind ${kind}` : `its pack ${pack} is not admitted any more`,
    );
  if (provider.action === 'run') return kept('what it did cannot be taken back');
  if (remove === 'always') return { is: 'removed' };
  if (provider.holdsData === true && remove !== 'made') return kept('it may hold data');
  return made ? { is: 'removed' } : kept('it was there before');
}

const kept = (reason: string): Fate => ({ is: 'kept', reason: keptBecause(reason) });

/** Why something is kept, as a plan says it. */
export const keptBecause = (reason: string): string => `${reason}; nobody manages it from now on`;
