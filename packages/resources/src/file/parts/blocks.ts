import { ended, endOf, linesOf, spliced, type TextLine, textOf } from '../../host/text-lines.ts';
import { unparsable } from '../formats/unparsable.ts';

/** How blocks are marked in a file: by comments that begin with this. */
export interface Marks {
  readonly comment: string;
}

export const beginMark = (name: string, { comment }: Marks): string => `${comment} BEGIN rolecall ${name}`;
export const endMark = (name: string, { comment }: Marks): string => `${comment} END rolecall ${name}`;

/** The lines of a block, its marks included; nothing where there is none. Throws `unparsable` where it does not begin and end once. */
function spanOf(lines: readonly TextLine[], name: string, marks: Marks) {
  const at = (mark: string) => lines.flatMap(({ text }, index) => (text.trimEnd() === mark ? [index] : []));
  const [begins, ends] = [at(beginMark(name, marks)), at(endMark(name, marks))];
  const [first, last] = [begins[0], ends[0]];
  if (first === undefined && last === undefined) return undefined;
  const line = Math.min(first ?? Number.POSITIVE_INFINITY, last ?? Number.POSITIVE_INFINITY) + 1;
  if (first === undefined || last === undefined || last < first || begins.length + ends.length !== 2) {
    throw unparsable(line, `the block ${name} does not begin once and end once`);
  }
  return { first, last };
}

/** What stands between a block's marks; nothing where there is no block. */
export function readBlock(text: string, name: string, marks: Marks): string | null {
  const lines = linesOf(text);
  const span = spanOf(lines, name, marks);
  return span === undefined ? null : textOf(lines.slice(span.first + 1, span.last)).replaceAll('\r\n', '\n');
}

/** A block's text as it is compared and written: its last line ended. */
export const blockText = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

/** The text with a block as wanted: where it was, or at the end; an empty one goes with its marks. */
export function setBlock(text: string, name: string, wanted: string, marks: Marks): string {
  const lines = linesOf(text);
  const span = spanOf(lines, name, marks);
  const end = endOf(lines);
  if (wanted === '') return span === undefined ? text : textOf(spliced(lines, span.first, span.last + 1, []));
  if (readBlock(text, name, marks) === blockText(wanted)) return text;
  const inner = linesOf(blockText(wanted)).map((line) => ({ text: line.text, end }));
  if (span !== undefined) return textOf(spliced(lines, span.first + 1, span.last, inner));
  const made = [{ text: beginMark(name, marks), end }, ...inner, { text: endMark(name, marks), end }];
  return textOf([...ended(lines), ...made]);
}
