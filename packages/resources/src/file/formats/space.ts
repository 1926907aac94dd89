import { type LineFormat, wordsOf } from './line-format.ts';
import { onOneLine } from './plain-value.ts';

const canonicalKey = (key: string): string => wordsOf(key).join(' ');

/** The rest of a line after these words, and its indentation. */
function restAfter(line: string, key: string): string | undefined {
  let rest = line.trim();
  if (/^[#;]/.test(rest)) return undefined;
  for (const word of wordsOf(key)) {
    if (!rest.startsWith(word) || /^\S/.test(rest.slice(word.length))) return undefined;
    rest = rest.slice(word.length).trimStart();
  }
  return rest;
}

const meanings = (values: readonly string[]): readonly string[] => values.map((value) => wordsOf(value).join(' '));

/** `key value …`, as in sshd_config: no quoting, blanks between words do not count. */
export const space: LineFormat = {
  canonicalKey,
  valueIn: restAfter,
  meaningsFound: (_key, values) => meanings(values),
  meaningsWanted: (_key, values) => meanings(values),
  render(key, value, former) {
    const indent = former?.match(/^\s*/)?.[0] ?? '';
    return `${indent}${canonicalKey(key)} ${onOneLine(key, value).trim()}`.trimEnd();
  },
  whenMissing: () => [],
};
