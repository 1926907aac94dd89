import { equals } from './equals.ts';
import type { KeyFormat } from './format.ts';
import { redis } from './redis.ts';
import { space } from './space.ts';

/** The formats of files with owned keys, by the name that an author gives. */
export const formats = { redis, equals, space } as const satisfies Record<string, KeyFormat>;

export type FormatName = keyof typeof formats;
