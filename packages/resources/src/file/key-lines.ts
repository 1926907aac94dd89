import { isDeepStrictEqual } from 'node:util';
import type { KeyFormat } from './formats/format.ts';

/** Owned keys: one value, or one value a line; an empty list where the key must not be there. */
export type Keys = Readonly<Record<string, string | readonly string[]>>;

interface Line {
  readonly text: string;
  /** What ends it: `\n`, `\r\n`, or nothing at the end of a file. */
  readonly end: string;
}

const linesOf = (text: string): readonly Line[] =>
  [...text.matchAll(/([^\n]*?)(\r?\n|$)/g)]
    .map(([, line = '', end = '']) => ({ text: line, end }))
    .filter((line) => line.text !== '' || line.end !== '');

const asList = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

const valuesOf = (lines: readonly Line[], key: string, format: KeyFormat): readonly string[] =>
  lines.map(({ text }) => format.valueIn(text, key)).filter((value) => value !== undefined);

/** Whether the file says what is wanted of a key, however it spells it. */
function says(found: readonly string[], key: string, wanted: string | readonly string[], format: KeyFormat): boolean {
  const values = found.length === 0 ? format.whenMissing(key) : found;
  const missingAsWanted = found.length === 0 && asList(wanted).length === 0;
  return (
    missingAsWanted || isDeepStrictEqual(format.meaningsFound(key, values), format.meaningsWanted(key, asList(wanted)))
  );
}

/**
 * What a file says of the wanted keys. A value that means what is wanted is given as it is wanted, so that only real
 * differences show; a key that is not there is left out.
 */
export function readKeys(text: string, wanted: Keys, format: KeyFormat): Keys {
  const lines = linesOf(text);
  const entries = Object.entries(wanted).map(
    ([key, value]): readonly [string, string | readonly string[]] | undefined => {
      const found = valuesOf(lines, key, format);
      if (says(found, key, value, format)) return [key, value];
      const [first, ...more] = found;
      return first === undefined ? undefined : [key, more.length === 0 ? first : found];
    },
  );
  return Object.fromEntries(entries.filter((entry) => entry !== undefined));
}

/** One key's lines as wanted: where its first line was, or at the end. */
function placeKey(lines: readonly Line[], key: string, wanted: readonly string[], format: KeyFormat): readonly Line[] {
  const isOf = (line: Line): boolean => format.valueIn(line.text, key) !== undefined;
  const first = lines.findIndex(isOf);
  const former = lines[first];
  const end = former?.end || lines[0]?.end || '\n';
  const rendered = wanted.map((value, index) => ({
    text: format.render(key, value, index === 0 ? former?.text : undefined),
    end,
  }));
  if (first === -1) return [...lines.map((line) => ({ ...line, end: line.end || end })), ...rendered];
  return [...lines.slice(0, first), ...rendered, ...lines.slice(first + 1).filter((line) => !isOf(line))];
}

/**
 * The text with the owned keys as wanted. Lines that are not owned stay as they are, byte for byte; a key that already means
 * what is wanted is not touched either; otherwise it is changed in the place of its first line, its further lines go, and a
 * missing one is appended.
 */
export function mergeKeys(text: string, wanted: Keys, format: KeyFormat): string {
  let lines = linesOf(text);
  for (const [key, value] of Object.entries(wanted)) {
    if (says(valuesOf(lines, key, format), key, value, format)) continue;
    lines = placeKey(lines, key, asList(value), format);
  }
  return lines.map((line) => line.text + line.end).join('');
}
