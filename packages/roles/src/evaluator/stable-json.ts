import type { Json } from '@rolecall/protocol';

const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** JSON whose objects list their keys in order, so that equal values are equal bytes. */
export const stableJson = (value: Json): string => JSON.stringify(value, sorted);
