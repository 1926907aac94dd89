import type { CatalogResource, Change, Difference, JsonObject } from '@rolecall/protocol';
import type { AnyProvider, Host, Observed } from '@rolecall/resources';
import { compare } from '@rolecall/resources/compare';
import type { Place } from '../ledger/ledger.ts';

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
  /** What is done instead of bringing it to what is wanted. */
  readonly instead?: Instead | undefined;
  /** Where it is declared, where that is not at its index of the catalog that is applied. */
  readonly place?: Place | undefined;
}

/** What is done to a resource that the catalog does not declare; its provider reads and writes accordingly. */
export type Instead =
  | { readonly do: 'remove' }
  /** Nothing: it is only said, if it is there. */
  | { readonly do: 'keep'; readonly reason: string }
  /** `there`: there was something before the run that is undone. `made`: it was this instance's alone. */
  | { readonly do: 'restore'; readonly there: boolean; readonly made: boolean };

/** What was read, where that is known. */
export type Known = Exclude<Observed<object>, { readonly is: 'unknown' }>;

/** `KIND:KEY`, by which resources name one another. */
export const idOf = (bound: Bound): string => `${bound.resource.kind}:${bound.resource.key}`;

/** What a resource would change, given what was read; nothing where it is as wanted. A change that keeps is said, not done. */
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
  const { index, instead, provider } = bound;
  const change = { index, kind, key, source };
  switch (instead?.do) {
    case 'keep':
      return { ...change, action: 'keep', differences: [], reason: instead.reason };
    case 'remove':
      return { ...change, action: 'remove', differences: [] };
    case 'restore':
    case undefined:
      return { ...change, action: instead?.do ?? provider.action ?? action, differences: withinFrame(differences) };
  }
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
