import type { Json } from '@rolecall/protocol';
import { ResourceError } from '../../contract/error.ts';

/** Whether a value can stand in lines: a text, or a list of texts. */
export const isOfLines = (value: unknown): value is string | readonly string[] =>
  typeof value === 'string' || (Array.isArray(value) && value.every((each) => typeof each === 'string'));

/** A key's values, one a line. */
export function lineValues(key: string, value: Json): readonly string[] {
  if (isOfLines(value)) return typeof value === 'string' ? [value] : value;
  throw new ResourceError('bad_value', `The value of the key ${key} is neither a text nor a list of texts.`);
}

/** Values as they are shown: one as itself. */
export const oneOrMore = (values: readonly string[]): string | string[] => {
  const [first, ...more] = values;
  return first !== undefined && more.length === 0 ? first : [...values];
};
