import { isDeepStrictEqual } from 'node:util';
import type { Json } from '@rolecall/protocol';
import { textOf } from '../../host/text-lines.ts';
import { type IniLine, type IniText, parseIni } from './ini-lines.ts';
import { iniName } from './ini-name.ts';
import { appendSection, placeKey, pruneSection } from './ini-place.ts';
import type { KeyedFormat, Keys } from './keyed-format.ts';
import { lineValues, oneOrMore } from './line-values.ts';
import { unparsable } from './unparsable.ts';

/** The lines of one key; refuses where a value goes over several lines, since programs disagree on how they read that. */
function ownLines(lines: IniText, key: string): readonly IniLine[] {
  const { section, name } = iniName(key);
  const isOf = (line: IniLine): boolean => line.section === section && line.key?.name === name;
  for (const [at, line] of lines.entries()) {
    if (!isOf(line)) continue;
    if (line.continues) throw unparsable(at + 1, `this may be the key ${key}, or the rest of the line above`);
    if (lines[at + 1]?.continues === true) {
      throw unparsable(at + 1, `the value of ${key} goes on in the next line, so it cannot be owned as a key`);
    }
  }
  const own = lines.filter(isOf);
  if (own.length === 0) refuseColon(lines, key);
  return own;
}

/** `name: value` is a value to some readers and nonsense to others: a second line for it would be wrong to one of them. */
function refuseColon(lines: IniText, key: string): void {
  const { section, name } = iniName(key);
  const at = lines.findIndex((line) => {
    const rest = line.section === section && line.key?.sign === '' ? line.key.name : '';
    return rest.startsWith(name) && /^\s*:/.test(rest.slice(name.length));
  });
  if (at !== -1) throw unparsable(at + 1, `the key ${key} is written with ":" instead of "="`);
}

const valuesOf = (lines: IniText, key: string): readonly string[] =>
  ownLines(lines, key).map((line) => line.key?.value ?? '');

const trimmed = (values: readonly string[]): readonly string[] => values.map((value) => value.trim());

function read(text: string, wanted: Keys): Keys {
  const lines = parseIni(text);
  const entries = Object.entries(wanted).map(([key, value]): readonly [string, Json] | undefined => {
    const found = valuesOf(lines, key);
    if (isDeepStrictEqual(found, trimmed(lineValues(key, value)))) return [key, value];
    return found.length === 0 ? undefined : [key, oneOrMore(found)];
  });
  return Object.fromEntries(entries.filter((entry) => entry !== undefined));
}

function set(text: string, wanted: Keys): string {
  let lines = parseIni(text);
  for (const [key, value] of Object.entries(wanted)) {
    const values = trimmed(lineValues(key, value));
    if (isDeepStrictEqual(valuesOf(lines, key), values)) continue;
    const { section } = iniName(key);
    const isThere = section === '' || lines.some((line) => line.section === section);
    const made = isThere || values.length === 0 ? textOf(lines) : appendSection(textOf(lines), section);
    lines = parseIni(placeKey(parseIni(made), key, values));
  }
  return textOf(lines);
}

function remove(text: string, keys: readonly string[], prune: boolean): string {
  const isThere = (key: string): boolean => valuesOf(parseIni(text), key).length > 0;
  const gone = keys.filter(isThere);
  const without = set(text, Object.fromEntries(gone.map((key) => [key, []])));
  if (!prune) return without;
  const sections = new Set(gone.map((key) => iniName(key).section).filter((section) => section !== ''));
  return [...sections].reduce(pruneSection, without);
}

/** `name = value` lines in `[sections]`, as of systemd, MySQL, Grafana: a name that repeats is a list. */
export const ini: KeyedFormat = {
  read,
  set,
  remove,
  find(text, key) {
    const values = valuesOf(parseIni(text), key);
    return values.length === 0 ? undefined : oneOrMore(values);
  },
};
