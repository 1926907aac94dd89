import { BYTES_IN } from '@rolecall/protocol';
import { z } from 'zod';

const MILLISECONDS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const unitsOf = <T extends Record<string, number>>(table: T) =>
  Object.keys(table) as unknown as readonly [keyof T & string, ...(keyof T & string)[]];

const inUnits = (table: Readonly<Record<string, number>>, text: string): number => {
  const [, amount, unit] = /^([0-9.]+)([A-Za-z]+)$/.exec(text) ?? [];
  return Math.round(Number(amount) * (table[unit ?? ''] ?? Number.NaN));
};

/** A size as people write it (`'256MiB'`, `'1.5GB'`) or as a number of bytes. */
export type Size = number | `${number}${keyof typeof BYTES_IN}`;
/** A span of time as people write it (`'5s'`, `'15d'`) or as a number of milliseconds. */
export type Duration = number | `${number}${keyof typeof MILLISECONDS}`;

export const bytesOf = (size: Size): number => (typeof size === 'number' ? size : inUnits(BYTES_IN, size));

export const millisecondsOf = (span: Duration): number =>
  typeof span === 'number' ? span : inUnits(MILLISECONDS, span);

const measure = <T extends Record<string, number>>(table: T, example: string) =>
  z
    .union([z.number(), z.templateLiteral([z.number(), z.enum(unitsOf(table))])], {
      error: `expected a number or a text like ${example}`,
    })
    .transform((value) => (typeof value === 'number' ? value : inUnits(table, value)))
    .pipe(z.int({ error: `expected a number or a text like ${example}` }).min(0));

/** A parameter that takes a size and gives bytes; a default is written `bytes.prefault('256MiB')`. */
export const bytes = measure(BYTES_IN, "'256MiB'");

/** A parameter that takes a span of time and gives milliseconds; a default is written `duration.prefault('5s')`. */
export const duration = measure(MILLISECONDS, "'5s'");
