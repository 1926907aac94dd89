import type { CatalogResource, Json, JsonObject } from '@rolecall/protocol';
import { fillSecrets, secretsIn } from '@rolecall/protocol/secret-marker';
import type { AnyProvider } from '@rolecall/resources';
import type { Binding } from '../catalog/bind.ts';
import type { Bound } from '../engine/bound.ts';
import { workId } from '../state/work.ts';

/** What resources of former catalogs are bound with. */
export interface Blank {
  readonly by: Binding;
  /** The assignment, or whatever else its commands are named after. */
  readonly work: string;
  readonly hide: readonly string[];
}

/** A resource of a former catalog, bound without its secrets: their values do not travel again for what goes away. */
export function blankBound(
  resource: CatalogResource,
  index: number,
  provider: AnyProvider,
  { by, work, hide }: Blank,
): Bound {
  const host = by.hostFor({ id: workId(work, index), hide, onOutput: by.onOutput });
  const marked = secretsIn(JSON.stringify(resource.params)).length > 0;
  return { index, resource, params: blanked(resource.params) as JsonObject, marked, provider, host, hide };
}

function blanked(value: Json): Json {
  if (typeof value === 'string') return fillSecrets(value, () => '');
  if (Array.isArray(value)) return value.map(blanked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, blanked(inner)]));
}
