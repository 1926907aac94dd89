import type { Difference, Json } from '@rolecall/protocol';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

/** One difference in lines; the lines of a text only where `full`. */
export function describeDifference(difference: Difference, style: Style, full: boolean): readonly string[] {
  const name = printable(difference.property);
  switch (difference.how) {
    case 'secret':
      return [`${name}: changed (secret)`];
    case 'value':
      if (difference.property === 'owed' && Array.isArray(difference.from)) return difference.from.map(owed);
      return [`${name}: ${show(difference.from)} → ${show(difference.to)}`];
    case 'text': {
      const lines = difference.diff.split('\n').filter((line) => line !== '');
      if (!full) return [`${name}: ${countLines(lines)} (--diff shows them)`];
      const cut = difference.cut ? [style.dim('… the rest is longer than 16 KiB')] : [];
      return [`${name}:`, ...lines.map((line) => paintLine(style, printable(line))), ...cut];
    }
  }
}

/** `restart: file:/etc/x` as a reader says it. */
const owed = (one: Json): string => {
  const [action = '', ...because] = String(one).split(': ');
  return `${action}, because ${printable(because.join(': '))} changed`;
};

function show(value: Json): string {
  if (value === null) return 'not there';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((one) => show(one as Json)).join(', ');
  return typeof value === 'string' ? JSON.stringify(value) : printable(JSON.stringify(value));
}

function countLines(lines: readonly string[]): string {
  const added = lines.filter((line) => line.startsWith('+')).length;
  const removed = lines.filter((line) => line.startsWith('-')).length;
  return `+${added} -${removed} lines`;
}

function paintLine(style: Style, line: string): string {
  if (line.startsWith('+')) return style.green(line);
  if (line.startsWith('-')) return style.red(line);
  return line.startsWith('@@') ? style.cyan(line) : line;
}
