/** One change of a text: what stands from `start` to before `end` is replaced. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

export const applied = (text: string, { start, end, by }: Splice): string =>
  text.slice(0, start) + by + text.slice(end);

export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

/** The start of the next line; the end of the text where there is none. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

/** The start of the line after what ends at `end`: there already where that was a line break. */
export const afterLine = (text: string, end: number): number =>
  end > 0 && text[end - 1] === '\n' ? end : lineEnd(text, end);

export const columnOf = (text: string, at: number): number => at - lineStart(text, at);

/** What is before a place in its line. */
export const beforeIn = (text: string, at: number): string => text.slice(lineStart(text, at), at);

/** How lines of this text end. */
export const breakOf = (text: string): string => (/^[^\n]*\r\n/.test(text) ? '\r\n' : '\n');
