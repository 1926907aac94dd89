import type { Json } from '@rolecall/protocol';
import { stringify } from 'yaml';
import type { TreeName } from './read-tree.ts';

/** No text in several lines (`|`), no folding; and words that older readers take for something else (`yes`) are quoted. */
const OPTIONS = { compat: 'yaml-1.1', blockQuote: false, lineWidth: 0, aliasDuplicateObjects: false } as const;

/** A value on one line, as it can stand anywhere. */
export function inline(value: Json, name: TreeName): string {
  if (name === 'json') return JSON.stringify(value);
  return stringify(value, { ...OPTIONS, collectionStyle: 'flow' }).trimEnd();
}

/** A name of a map, as it stands before its colon. */
export const keyText = (key: string, name: TreeName): string => inline(key, name);

export const isBlock = (value: Json): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

/** A map or list in lines of their own, each indented by so many blanks; without a line break at the end. */
export function block(value: Json, indent: number, step: number): string {
  const lines = stringify(value, { ...OPTIONS, indent: Math.max(1, step) }).trimEnd();
  return lines.replace(/^(?=.)/gm, ' '.repeat(indent));
}

/** JSON in several lines, its later lines indented as the line that it stands in. */
export const pretty = (value: Json, before: string, unit: string): string =>
  JSON.stringify(value, null, unit).replaceAll('\n', `\n${before}`);
