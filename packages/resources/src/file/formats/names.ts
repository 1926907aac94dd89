import { ResourceError } from '../../contract/error.ts';
import { equals } from './equals.ts';
import { iniName } from './ini-name.ts';
import type { LineFormat } from './line-format.ts';
import { wordsOf } from './line-format.ts';
import { redis } from './redis.ts';
import { space } from './space.ts';
import { pathOf } from './tree/path.ts';

/** Formats in which a key stands in a line by itself. */
export const lineFormats = { redis, equals, space } as const satisfies Record<string, LineFormat>;

const wordsIn = (format: LineFormat) => (key: string) => wordsOf(format.canonicalKey(key));

/**
 * The formats of files with owned keys, by the name that an author gives, and the words that a key means in each. Two keys claim the
 * same place where the words of one begin those of the other. Throws a `ResourceError` for what cannot be a key.
 */
export const namesIn = {
  redis: wordsIn(redis),
  equals: wordsIn(equals),
  space: wordsIn(space),
  ini: (key) => [iniName(key).section, iniName(key).name],
  yaml: pathOf,
  json: pathOf,
} as const satisfies Record<string, (key: string) => readonly string[]>;

export type FormatName = keyof typeof namesIn;

/** Why these keys cannot be owned together, as a sentence; nothing where they can. */
export function whyNotTogether(keys: readonly string[], format: FormatName): string | undefined {
  try {
    const names = keys.map((key) => ({ key, words: namesIn[format](key) }));
    for (const one of names) {
      const other = names.find((each) => each !== one && one.words.every((word, at) => each.words[at] === word));
      if (other !== undefined) return `the keys "${one.key}" and "${other.key}" mean the same place`;
    }
    return undefined;
  } catch (error) {
    if (error instanceof ResourceError) return error.message;
    throw error;
  }
}
