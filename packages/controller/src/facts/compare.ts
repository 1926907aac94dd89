import type { Comparison, Literal } from './expression.ts';
import { fitsGlob } from './glob.ts';

/** A plain value of a fact. */
export type Plain = string | number | boolean;

/** Whether a fact compares so with what somebody wrote. Text that holds numbers is ordered as people count: 22.04 after 9.10. */
export function compares(fact: Plain, how: Comparison, value: Literal): boolean {
  if (how === '~') return fitsGlob(value.text, String(fact));
  const order = orderOf(fact, value);
  switch (how) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** Below, at or above 0; not a number where the two cannot be ordered, which no comparison but `!=` passes. */
function orderOf(fact: Plain, value: Literal): number {
  if (typeof fact === 'string') return fact === value.text ? 0 : naturalOrder(fact, value.text);
  return value.number === undefined ? Number.NaN : Number(fact) - value.number;
}

function naturalOrder(a: string, b: string): number {
  const [left, right] = [piecesOf(a), piecesOf(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const [x, y] = [left[at], right[at]];
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
    const byNumber = /^\d/.test(x) && /^\d/.test(y) ? Number(x) - Number(y) : 0;
    if (byNumber !== 0) return byNumber;
    if (x !== y && !(/^\d/.test(x) && /^\d/.test(y))) return x < y ? -1 : 1;
  }
  // Alike but for leading zeros: not the same text all the same.
  return a < b ? -1 : 1;
}

const piecesOf = (text: string): readonly string[] => text.match(/\d+|\D+/g) ?? [];
