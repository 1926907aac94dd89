import type { CatalogResource } from '@rolecall/protocol';
import type { AnyProvider } from '@rolecall/resources';
import type { Packs } from './packs.ts';

/** The kinds that this agent knows. */
export interface KnownKinds {
  readonly providers: Readonly<Record<string, AnyProvider>>;
  /** Kinds that came in packs. */
  readonly packs?: Packs | undefined;
}

/** How a resource is handled: by its pack where it names one, and by what came with the agent where it does not; nothing where neither knows its kind. */
export function providerOf(
  resource: Pick<CatalogResource, 'kind' | 'pack'>,
  { providers, packs }: KnownKinds,
): AnyProvider | undefined {
  if (resource.pack !== undefined) return packs?.of(resource)?.provider;
  return Object.hasOwn(providers, resource.kind) ? providers[resource.kind] : undefined;
}
