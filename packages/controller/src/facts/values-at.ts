import type { Json } from '@rolecall/protocol';
import type { Plain } from './compare.ts';

/** The plain values at a path; through a list there are several. `unknown` where the host could not read it. */
export type ValuesAt = readonly Plain[] | 'unknown';

/** What a document holds at a path of names; a number in the path picks one of a list. */
export function valuesAt(document: Json | undefined, names: readonly string[]): ValuesAt {
  if (document === undefined || document === null) return [];
  if (isUnknown(document)) return 'unknown';
  const [name, ...rest] = names;
  if (Array.isArray(document) && !/^\d+$/.test(name ?? ''))
    return together(document.map((one) => valuesAt(one, names)));
  if (name === undefined) return typeof document === 'object' ? [] : [document];
  if (typeof document !== 'object' || !Object.hasOwn(document, name)) return [];
  return valuesAt((document as { readonly [key: string]: Json })[name], rest);
}

const together = (found: readonly ValuesAt[]): ValuesAt => {
  const known = found.filter((one): one is readonly Plain[] => one !== 'unknown').flat();
  return known.length === 0 && found.includes('unknown') ? 'unknown' : known;
};

const isUnknown = (document: Json): boolean =>
  typeof document === 'object' && !Array.isArray(document) && Object.hasOwn(document as object, 'unknown');
