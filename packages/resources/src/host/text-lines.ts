export interface TextLine {
  readonly text: string;
  /** What ends it: `\n`, `\r\n`, or nothing at the end of a file. */
  readonly end: string;
}

export const linesOf = (text: string): readonly TextLine[] =>
  [...text.matchAll(/([^\n]*?)(\r?\n|$)/g)]
    .map(([, line = '', end = '']) => ({ text: line, end }))
    .filter((line) => line.text !== '' || line.end !== '');

export const textOf = (lines: readonly TextLine[]): string => lines.map(({ text, end }) => text + end).join('');

/** What ends the lines of this text. */
export const endOf = (lines: readonly TextLine[]): string => lines[0]?.end || '\n';

/** These lines, with the last one ended too: so that another may follow. */
export const ended = (lines: readonly TextLine[]): readonly TextLine[] => {
  const end = endOf(lines);
  return lines.map((line) => ({ text: line.text, end: line.end || end }));
};

/** Lines `first` to before `last` replaced by others. */
export const spliced = (
  lines: readonly TextLine[],
  first: number,
  last: number,
  by: readonly TextLine[],
): readonly TextLine[] => [...lines.slice(0, first), ...by, ...lines.slice(last)];
