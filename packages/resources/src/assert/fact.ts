import type { AssertParams } from './resource.ts';

/** A fact, found or not, by its place in the document: `mem.total`. */
export type FactFound =
  | { readonly is: 'found'; readonly value: unknown }
  | { readonly is: 'missing' }
  | { readonly is: 'unknown'; readonly reason: string };

/** Walks down a document of facts. A part that could not be gathered is `{ unknown: REASON }`. */
export function factAt(facts: unknown, place: string): FactFound {
  let value: unknown = facts;
  for (const part of place.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return { is: 'missing' };
    value = Reflect.get(value, part);
    const reason = reasonIn(value);
    if (reason !== undefined) return { is: 'unknown', reason };
  }
  return { is: 'found', value };
}

function reasonIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const reason: unknown = Reflect.get(value, 'unknown');
  return typeof reason === 'string' && Object.keys(value).length === 1 ? reason : undefined;
}

type Rules = Pick<AssertParams, 'equals' | 'atLeast' | 'atMost' | 'contains'>;

const has = (value: unknown, text: string): boolean =>
  Array.isArray(value) ? value.includes(text) : typeof value === 'string' && value.includes(text);

/** The first rule that a value breaks, for a sentence; nothing where it keeps them all. */
export function brokenRule(value: unknown, { equals, atLeast, atMost, contains }: Rules): string | undefined {
  if (equals !== undefined && value !== equals) return `not ${JSON.stringify(equals)}`;
  if (atLeast !== undefined && !(typeof value === 'number' && value >= atLeast)) return `less than ${atLeast}`;
  if (atMost !== undefined && !(typeof value === 'number' && value <= atMost)) return `more than ${atMost}`;
  if (contains !== undefined && !has(value, contains)) return `without ${JSON.stringify(contains)}`;
  return undefined;
}
