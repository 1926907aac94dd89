import { ended, endOf, linesOf, type TextLine, textOf } from '../../host/text-lines.ts';

/** One line that is owned: its text, and how it is known where it says something else. */
export interface OwnedLine {
  readonly line?: string | undefined;
  readonly match?: string | undefined;
  readonly absent?: boolean | undefined;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

export function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') !== undefined;
  } catch {
    return false;
  }
}

/** What an owned line is called where it is shown. */
export const lineName = ({ line, match }: OwnedLine): string => match ?? line ?? '';

const fits = (pattern: string | undefined) => {
  const known = pattern === undefined ? undefined : new RegExp(pattern, 'u');
  return (text: string): boolean => known?.test(text) ?? false;
};

/** Whether a line of the file is this owned one: it says the same, or the pattern fits it. */
function isOf({ line, match }: OwnedLine): (each: TextLine) => boolean {
  const matches = fits(match);
  return ({ text }) => text === line || matches(text);
}

/** What the file says where the line should be: the line, all lines that are it, or nothing. */
export function readLine(text: string, owned: OwnedLine): string | string[] | null {
  const found = linesOf(text).filter(isOf(owned));
  const [first, ...more] = found.map((line) => line.text);
  if (first === undefined) return null;
  return more.length === 0 ? first : [first, ...more];
}

/** Where a new line goes: after the last that fits `after`, before the first that fits `before`, else at the end. */
function newPlace(lines: readonly TextLine[], { after, before }: OwnedLine): number {
  const last = lines.findLastIndex(({ text }) => fits(after)(text));
  if (last !== -1) return last + 1;
  const first = lines.findIndex(({ text }) => fits(before)(text));
  return first === -1 ? lines.length : first;
}

/** The text with one line as wanted: where the first that is it was; others that are it go. */
export function setLine(text: string, owned: OwnedLine): string {
  const found = readLine(text, owned);
  const wanted = owned.absent ? null : (owned.line ?? null);
  if (found === wanted) return text;
  const lines = linesOf(text);
  const isIt = isOf(owned);
  if (wanted === null) return textOf(lines.filter((line) => !isIt(line)));
  const first = lines.findIndex(isIt);
  const place = first === -1 ? newPlace(lines, owned) : first;
  const made = { text: wanted, end: lines[first]?.end || endOf(lines) };
  const before = first === -1 ? ended(lines.slice(0, place)) : lines.slice(0, place);
  return textOf([...before, made, ...lines.slice(place).filter((line) => !isIt(line))]);
}

/** The text without the line that was put there, as it is known: it may have been changed since. */
export const removeLine = (text: string, owned: OwnedLine): string =>
  owned.absent ? text : setLine(text, { ...owned, absent: true });
