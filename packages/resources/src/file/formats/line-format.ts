/** How lines of a key-value file are read and written; lines come without their terminator. */
export interface LineFormat {
  /** A key as it is compared: two keys with one canonical form are the same key. Words are separated by one blank. */
  canonicalKey(key: string): string;
  /** The value of this key as it stands in the line; nothing where the line is a comment or of another key. */
  valueIn(line: string, key: string): string | undefined;
  /** What values that stand in a file mean; equal meanings are the same value however they are spelled. */
  meaningsFound(key: string, values: readonly string[]): readonly string[];
  /** What values that an author wrote mean. */
  meaningsWanted(key: string, values: readonly string[]): readonly string[];
  /** A line that holds this value, in the manner of the line whose place it takes. */
  render(key: string, value: string, former: string | undefined): string;
  /** The values that hold where the file has no such key, for programs that drop a key that has its default. */
  whenMissing(key: string): readonly string[];
}

export const wordsOf = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');
