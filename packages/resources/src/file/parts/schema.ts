import { secretsIn } from '@rolecall/protocol/secret-marker';
import { z } from 'zod';
import { isPattern } from './lines.ts';

const open = (text: string): boolean => secretsIn(text).length === 0;

export const keyName = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[^\s#]\S*( \S+)*$/, 'a key is one or more words, separated by one blank')
  .refine(open, 'a key cannot hold a secret: keys are shown');

/** Any data: what is inside lists and tables is checked as plain data where it is declared. */
export const keyValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.unknown()),
  z.record(z.string(), z.unknown()),
]);

const oneLine = z
  .string()
  .max(10_000)
  .regex(/^[^\n\r]*$/, 'a line has no line break in it');

/** A pattern is no secret, fits within one line, and is one. */
const pattern = z
  .string()
  .min(1)
  .max(1000)
  .refine(open, 'a pattern cannot hold a secret: patterns are shown')
  .refine(isPattern, 'this is no regular expression');

export const ownedLine = z.strictObject({
  line: oneLine.optional(),
  match: pattern.optional(),
  absent: z.boolean().optional(),
  after: pattern.optional(),
  before: pattern.optional(),
});

export const blockName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]*$/, 'a block is named with letters, digits, and "._:/-"');

export const blockText = z.string().max(1_000_000);

export const commentSign = z
  .string()
  .max(10)
  .regex(/^[^\s\w]+$/, 'a comment begins with signs such as "#", ";", "//" or "--"');
