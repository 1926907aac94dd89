import type { Difference, Json } from '@rolecall/protocol';
import { textDiff } from './text-diff.ts';

/** As in `Difference` of the protocol: the most that one change may carry. */
const MAX_DIFFERENCES = 200;
/** Longer values are cut where they are shown; a frame holds 256 KiB for everything. */
const MAX_SHOWN = 1000;

export interface CompareOptions {
  /** Shown as a text diff: the provider's own `textProperties`. */
  readonly textProperties?: readonly string[] | undefined;
  /** Values of secrets: whatever holds one, before or after, shows as `secret`. */
  readonly hide?: readonly string[] | undefined;
  /** The parameters named a secret before it was filled in: then texts are never shown, whatever they hold now. */
  readonly marked?: boolean | undefined;
}

/** What `compare` looks at: a resource's state, or nothing where there is no resource. */
export type Found = { readonly is: 'present'; readonly state: object } | { readonly is: 'absent' };

type Pair = { readonly property: string; readonly from: unknown; readonly to: unknown; readonly text: boolean };

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Equal as JSON, whatever made the objects. */
function same(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((element, index) => same(element, other[index]));
  }
  if (!isTable(one) || !isTable(other)) return one === other;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]))
  );
}

/** A property that is a table (the owned keys of a file) is compared key by key, over the wanted keys only. */
function pairs(want: object, state: object, textProperties: readonly string[]): readonly Pair[] {
  const found = new Map<string, unknown>(Object.entries(state));
  return Object.entries(want)
    .filter(([, to]) => to !== undefined)
    .flatMap(([property, to]): readonly Pair[] => {
      const from = found.get(property) ?? null;
      if (!isTable(to)) return [{ property, from, to, text: textProperties.includes(property) }];
      const table = new Map(Object.entries(isTable(from) ? from : {}));
      return Object.entries(to).map(([key, value]) => ({
        property: `${property}.${key}`,
        from: table.get(key) ?? null,
        to: value,
        text: textProperties.includes(property),
      }));
    });
}

/** The usual case, told without making anything: all that is wanted is there. */
function isAsWanted(want: object, state: object): boolean {
  for (const [property, to] of Object.entries(want)) {
    const from: unknown = Reflect.get(state, property) ?? null;
    const isThere = isTable(to) ? holdsAll(to, from) : same(from, to);
    if (to !== undefined && !isThere) return false;
  }
  return true;
}

const holdsAll = (wanted: Readonly<Record<string, unknown>>, from: unknown): boolean =>
  Object.entries(wanted).every(([key, value]) =>
    same(isTable(from) && Object.hasOwn(from, key) ? from[key] : null, value),
  );

function holdsSecret(value: unknown, hide: readonly string[]): boolean {
  if (typeof value === 'string') return hide.some((secret) => secret !== '' && value.includes(secret));
  if (Array.isArray(value)) return value.some((element) => holdsSecret(element, hide));
  return isTable(value) && Object.values(value).some((element) => holdsSecret(element, hide));
}

/** A value as it is shown: itself, or its beginning where it is long. */
function shown(value: unknown): Json {
  if (typeof value === 'string' && value.length > MAX_SHOWN) {
    return `${value.slice(0, MAX_SHOWN)}… (${value.length} characters)`;
  }
  if (typeof value === 'object' && JSON.stringify(value).length > MAX_SHOWN) {
    return shown(JSON.stringify(value));
  }
  return value as Json;
}

function differenceOf({ property, from, to, text }: Pair, options: CompareOptions): Difference {
  const hide = options.hide ?? [];
  const secret = holdsSecret(from, hide) || holdsSecret(to, hide) || (text && options.marked === true);
  const named = property.slice(0, 4096);
  if (secret) return { how: 'secret', property: named };
  if (text && typeof to === 'string' && (from === null || typeof from === 'string')) {
    return { how: 'text', property: named, ...textDiff(from ?? '', to) };
  }
  return { how: 'value', property: named, from: shown(from), to: shown(to) };
}

/** Says that there are more differences than one change may carry. */
function bounded(differences: readonly Difference[]): Difference[] {
  if (differences.length <= MAX_DIFFERENCES) return [...differences];
  const left = differences.length - MAX_DIFFERENCES + 1;
  const more: Difference = { how: 'value', property: '…', from: null, to: `${left} more differ` };
  return [...differences.slice(0, MAX_DIFFERENCES - 1), more];
}

/**
 * What is not as wanted, property by property, in the order of `want`; empty where nothing is to be done. Properties that
 * `want` leaves out are not looked at. The one place where it is decided whether a resource differs, in a plan, before a
 * write and after it.
 */
export function compare(want: object, found: Found, options: CompareOptions = {}): Difference[] {
  if (found.is === 'present' && isAsWanted(want, found.state)) return [];
  const state = found.is === 'present' ? found.state : {};
  const differing = pairs(want, state, options.textProperties ?? []).filter(
    ({ from, to }) => (found.is === 'absent' && to !== null) || !same(from, to),
  );
  return bounded(differing.map((pair) => differenceOf(pair, options)));
}
