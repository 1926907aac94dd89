import type { CatalogResource, Change, Difference, JsonObject } from '@rolecall/protocol';
import type { AnyProvider, Host, Observed } from '@rolecall/resources';
import { compare } from '@rolecall/resources/compare';

/** A resource of a catalog with all that is needed to settle it. */
export interface Bound {
  /** Its place in the catalog, from 0. */
  readonly index: number;
  readonly resource: CatalogResource;
  /** Parameters with the values of secrets filled in: in memory only. */
  readonly params: JsonObject;
  /** The parameters named a secret before. */
  readonly marked: boolean;
  readonly provider: AnyProvider;
  /** The host, for this resource's own work. */
  readonly host: Host;
  /** Values that must not be shown. */
  readonly hide: readonly string[];
}

/** What was read, where that is known. */
export type Known = Exclude<Observed<object>, { readonly is: 'unknown' }>;

/** `KIND:KEY`, by which resources name one another. */
export const idOf = (bound: Bound): string => `${bound.resource.kind}:${bound.resource.key}`;

/** What a resource would change, given what was read; nothing where it is as wanted. */
export function changeOf(bound: Bound, found: Known): Change | undefined {
  const differences = compare(bound.provider.want(bound.params), found, {
    textProperties: bound.provider.textProperties,
    hide: bound.hide,
    marked: bound.marked,
  });
  if (found.is === 'present' && differences.length === 0) return undefined;
  return changeTo(bound, found.is === 'absent' ? 'create' : 'update', differences);
}

/** A change to this resource, as it is reported. */
export function changeTo(bound: Bound, action: 'create' | 'update', differences: readonly Difference[]): Change {
  const { kind, key, source } = bound.resource;
  return {
    index: bound.index,
    kind,
    key,
    action: bound.provider.action ?? action,
    differences: withinFrame(differences),
    source,
  };
}

/** What one change may weigh as JSON: a frame holds 256 KiB for a whole message. */
const MAX_CHANGE_CHARACTERS = 160 * 1024;

function withinFrame(differences: readonly Difference[]): Difference[] {
  const kept: Difference[] = [];
  let left = MAX_CHANGE_CHARACTERS;
  for (const [i, difference] of differences.entries()) {
    left -= JSON.stringify(difference).length;
    if (left < 0) {
      const more = differences.length - i;
      return [...kept.slice(0, 199), { how: 'value', property: '…', from: null, to: `${more} more differ` }];
    }
    kept.push(difference);
  }
  return kept;
}
