import { ResourceError } from '../../contract/error.ts';
import { ended, endOf, linesOf, spliced, type TextLine, textOf } from '../../host/text-lines.ts';
import { type IniLine, type IniText, parseIni } from './ini-lines.ts';
import { iniName } from './ini-name.ts';
import { onOneLine } from './plain-value.ts';

function render(key: string, value: string, like: IniLine | undefined): string {
  if (/(^|[^\\])(\\\\)*\\$/.test(value)) {
    throw new ResourceError('bad_value', `The value of the key ${key} ends in "\\", which would join the next line.`);
  }
  const { indent, sign } = like?.key ?? { indent: '', sign: '=' };
  return `${indent}${iniName(key).name}${sign || '='}${onOneLine(key, value)}`.trimEnd();
}

/** Where a new key of a section goes: after its last key, else after its header, else after the comments at the top. */
function newPlace(lines: IniText, section: string): number {
  const isIts = (line: IniLine): boolean => line.section === section;
  const last = lines.findLastIndex((line) => isIts(line) && (line.key !== undefined || line.continues));
  if (last !== -1) return last + 1;
  const header = lines.findLastIndex((line) => isIts(line) && line.isHeader);
  if (header !== -1) return header + 1;
  const top = lines.findIndex(({ text }) => !/^\s*[#;]/.test(text));
  return top === -1 ? lines.length : top;
}

/** One key's lines as wanted: where its first line was, or with the others of its section, written in their manner. */
export function placeKey(lines: IniText, key: string, values: readonly string[]): string {
  const { section, name } = iniName(key);
  const isOf = (line: IniLine): boolean => line.section === section && line.key?.name === name;
  const first = lines.findIndex(isOf);
  const place = first === -1 ? newPlace(lines, section) : first;
  const ofSection = lines.findLast((line) => line.section === section && !line.continues && line.key?.sign);
  const like = lines[first] ?? ofSection ?? lines.find((line) => line.key?.sign);
  const end = endOf(lines);
  const rendered = values.map((value) => ({ text: render(key, value, like), end }));
  const others = lines.slice(place).filter((line) => !isOf(line));
  const before = values.length === 0 ? lines.slice(0, place) : ended(lines.slice(0, place));
  return textOf([...before, ...rendered, ...others]);
}

/** The text with an empty section at its end, after an empty line. */
export function appendSection(text: string, section: string): string {
  const lines = linesOf(text);
  const end = endOf(lines);
  const gap: readonly TextLine[] = lines.length === 0 ? [] : [{ text: '', end }];
  return textOf([...ended(lines), ...gap, { text: `[${section}]`, end }]);
}

/** The text without a section that has nothing but its header; and without the empty line that `appendSection` put before it. */
export function pruneSection(text: string, section: string): string {
  const lines = parseIni(text);
  const its = lines.flatMap((line, at) => (line.section === section ? [at] : []));
  const [header, ...rest] = its;
  const isBare = rest.every((at) => lines[at]?.text.trim() === '');
  if (header === undefined || !isBare) return text;
  const isLast = header + its.length === lines.length;
  const start = isLast && lines[header - 1]?.text === '' ? header - 1 : header;
  return textOf(spliced(lines, start, header + 1, []));
}
