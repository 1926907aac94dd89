import { isDeepStrictEqual } from 'node:util';
import type { Json } from '@rolecall/protocol';
import { ended, endOf, linesOf, type TextLine, textOf } from '../../host/text-lines.ts';
import type { KeyedFormat, Keys } from './keyed-format.ts';
import type { LineFormat } from './line-format.ts';
import { lineValues, oneOrMore } from './line-values.ts';

const valuesOf = (lines: readonly TextLine[], key: string, format: LineFormat): readonly string[] =>
  lines.map(({ text }) => format.valueIn(text, key)).filter((value) => value !== undefined);

/** Whether the file says what is wanted of a key, however it spells it. */
function says(found: readonly string[], key: string, wanted: readonly string[], format: LineFormat): boolean {
  const values = found.length === 0 ? format.whenMissing(key) : found;
  const missingAsWanted = found.length === 0 && wanted.length === 0;
  return missingAsWanted || isDeepStrictEqual(format.meaningsFound(key, values), format.meaningsWanted(key, wanted));
}

function readKeys(text: string, wanted: Keys, format: LineFormat): Keys {
  const lines = linesOf(text);
  const entries = Object.entries(wanted).map(([key, value]): readonly [string, Json] | undefined => {
    const found = valuesOf(lines, key, format);
    if (says(found, key, lineValues(key, value), format)) return [key, value];
    return found.length === 0 ? undefined : [key, oneOrMore(found)];
  });
  return Object.fromEntries(entries.filter((entry) => entry !== undefined));
}

/** One key's lines as wanted: where its first line was, or at the end. */
function placeKey(
  lines: readonly TextLine[],
  key: string,
  wanted: readonly string[],
  format: LineFormat,
): readonly TextLine[] {
  const isOf = (line: TextLine): boolean => format.valueIn(line.text, key) !== undefined;
  const first = lines.findIndex(isOf);
  const former = lines[first];
  const end = former?.end || endOf(lines);
  const rendered = wanted.map((value, index) => ({
    text: format.render(key, value, index === 0 ? former?.text : undefined),
    end,
  }));
  if (first === -1) return [...ended(lines), ...rendered];
  return [...lines.slice(0, first), ...rendered, ...lines.slice(first + 1).filter((line) => !isOf(line))];
}

/** A key that already means what is wanted is not touched; a changed one takes the place of its first line, its further lines go. */
function setKeys(text: string, wanted: Keys, format: LineFormat): string {
  let lines = linesOf(text);
  for (const [key, value] of Object.entries(wanted)) {
    const values = lineValues(key, value);
    if (says(valuesOf(lines, key, format), key, values, format)) continue;
    lines = placeKey(lines, key, values, format);
  }
  return textOf(lines);
}

function findKey(text: string, key: string, format: LineFormat): Json | undefined {
  const values = valuesOf(linesOf(text), key, format);
  return values.length === 0 ? undefined : oneOrMore(values);
}

/** Files in which each key has lines of its own, wherever they stand. */
export const byLine = (format: LineFormat): KeyedFormat => ({
  read: (text, wanted) => readKeys(text, wanted, format),
  find: (text, key) => findKey(text, key, format),
  set: (text, wanted) => setKeys(text, wanted, format),
  remove: (text, keys) => setKeys(text, Object.fromEntries(keys.map((key) => [key, []])), format),
});
