import type { Json, OutputReference } from '@rolecall/protocol';

export type Reference = OutputReference['$output'];

/** The reference that a value is; nothing where it is plain data. */
export function asReference(value: Json): Reference | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const keys = Object.keys(value);
  const inner = (value as { readonly [key: string]: Json }).$output;
  return keys.length === 1 && typeof inner === 'object' && inner !== null ? (inner as unknown as Reference) : undefined;
}

/** Every reference to an output inside a value. */
export function referencesIn(value: Json): readonly Reference[] {
  const found: Reference[] = [];
  const open: Json[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const reference = asReference(next);
    if (reference !== undefined) found.push(reference);
    else if (typeof next === 'object' && next !== null) open.push(...Object.values(next));
  }
  return found;
}
