import { createHash } from 'node:crypto';
import type { Facts, Json, Sha256 } from '@rolecall/protocol';

/** The address of a fact document without its moving figures (`usage`): the document travels only when this changes. */
export function hashFacts(facts: Facts): Sha256 {
  const { usage: _, ...lasting } = facts;
  return createHash('sha256').update(canonical(lasting)).digest('hex') as Sha256;
}

/** JSON with keys in order, so that equal documents are equal texts. */
const canonical = (value: Json): string =>
  JSON.stringify(value, (_, inner: Json) => (isObject(inner) ? sorted(inner) : inner));

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sorted = (object: { readonly [key: string]: Json }): Json =>
  Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
