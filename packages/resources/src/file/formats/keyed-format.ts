import type { Json } from '@rolecall/protocol';

/** Owned keys with their values. In formats of lines: a text, or a list of one text a line. */
export type Keys = Readonly<Record<string, Json>>;

/** How keys are found, set and removed in a text. All throw a `ResourceError` (`unparsable`) where the text is not of the format. */
export interface KeyedFormat {
  /**
   * What the text says of the wanted keys; what is not there is left out. A value that means what is wanted is given as it is
   * wanted, so that only real differences show.
   */
  read(text: string, wanted: Keys): Keys;
  /** A key's value as it stands there. */
  find(text: string, key: string): Json | undefined;
  /** The text with these keys as wanted; what is not owned stays byte for byte. */
  set(text: string, wanted: Keys): string;
  /** The text without these keys. `prune`: what holds nothing any more because of that goes too. */
  remove(text: string, keys: readonly string[], prune: boolean): string;
}
