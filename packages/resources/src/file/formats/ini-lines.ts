import { linesOf, type TextLine } from '../../host/text-lines.ts';
import { unparsable } from './unparsable.ts';

export interface IniLine extends TextLine {
  /** The section that it is in, its own header included; empty above the first one. */
  readonly section: string;
  readonly isHeader: boolean;
  /** What it says, where it is `name = value`, or a bare name. */
  readonly key:
    | { readonly indent: string; readonly name: string; readonly sign: string; readonly value: string }
    | undefined;
  /** It is, or may be, the rest of the value above: after a `\`, or indented deeper. */
  readonly continues: boolean;
}

export type IniText = readonly IniLine[];

const HEADER = /^\s*\[([^\]]*)\]\s*([#;].*)?$/;
const KEY = /^(\s*)([^\s=#;[][^=]*?)(?:(\s*=[^\S\n]*)(.*?))?\s*$/;
const indentOf = (text: string): number => text.length - text.trimStart().length;
const isBlank = (text: string): boolean => text.trim() === '';
const isComment = (text: string): boolean => /^\s*[#;]/.test(text);
const endsInBackslash = (text: string): boolean => (/\\*$/.exec(text)?.[0].length ?? 0) % 2 === 1;

function keyOf(text: string): IniLine['key'] {
  const [, indent, name, sign = '', value = ''] = KEY.exec(text) ?? [];
  return indent === undefined || name === undefined ? undefined : { indent, name, sign, value };
}

/** Whether a line goes on with the value of the one above it. `owner`: the line on which that value began. */
function goesOn(text: string, above: TextLine | undefined, owner: TextLine | undefined): boolean {
  if (above === undefined || owner === undefined) return false;
  if (endsInBackslash(above.text)) return true;
  return !isBlank(text) && !isComment(text) && indentOf(text) > indentOf(owner.text);
}

/** The lines of a file with sections. Throws `unparsable` where a header is not closed. */
export function parseIni(text: string): IniText {
  const lines: IniLine[] = [];
  let section = '';
  let owner: IniLine | undefined;
  for (const [at, line] of linesOf(text).entries()) {
    const continues = goesOn(line.text, lines[at - 1], owner);
    const header = continues ? undefined : HEADER.exec(line.text)?.[1];
    if (!continues && header === undefined && /^\s*\[/.test(line.text)) {
      throw unparsable(at + 1, 'the name of a section is not closed');
    }
    if (header !== undefined) section = header.trim();
    const key = header === undefined && !isComment(line.text) ? keyOf(line.text) : undefined;
    const made: IniLine = { ...line, section, isHeader: header !== undefined, key, continues };
    lines.push(made);
    if (header !== undefined) owner = undefined;
    else if (!continues && key !== undefined) owner = made;
  }
  return lines;
}
