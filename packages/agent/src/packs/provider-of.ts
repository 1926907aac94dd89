import type { CatalogResource } from '@rolecall/protocol';
import type { AnyProvider } from '@rolecall/resources';
import type { Binding } from '../catalog/bind.ts';

/** How a resource is handled: by its pack where it names one, and by what came with the agent where it does not; nothing where neither knows its kind. */
export function providerOf(
  resource: Pick<CatalogResource, 'kind' | 'pack'>,
  { providers, packs }: Pick<Binding, 'providers' | 'packs'>,
): AnyProvider | undefined {
  if (resource.pack !== undefined) return packs?.of(resource)?.provider;
  return Object.hasOwn(providers, resource.kind) ? providers[resource.kind] : undefined;
}
