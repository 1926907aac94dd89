import { KEYWORDS, type Literal } from './expression.ts';

/** Bytes with an `i` by 1024 and without by 1000 (IEC 80000-13); a bare letter as tools on Linux mean it; times in milliseconds. */
const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  K: 2 ** 10,
  M: 2 ** 20,
  G: 2 ** 30,
  T: 2 ** 40,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** A word as a value; `quoted` ones stay text. */
export const literal = (text: string, quoted: boolean): Literal => ({
  text,
  number: quoted ? undefined : numberOf(text),
});

function numberOf(text: string): number | undefined {
  if (text === 'true') return 1;
  if (text === 'false') return 0;
  const [, amount, unit = ''] = /^(-?\d{1,15}(?:\.\d{1,9})?)([A-Za-z]{0,3})$/.exec(text) ?? [];
  if (amount === undefined) return undefined;
  const factor = unit === '' ? 1 : UNITS[unit];
  return factor === undefined ? undefined : Number(amount) * factor;
}

/** The value so that it reads back as the same one. */
export function printLiteral({ text, number }: Literal): string {
  const plain = /^[^\s(),=!<>~"'\\]+$/.test(text) && !KEYWORDS.has(text) && numberOf(text) === number;
  return plain ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
