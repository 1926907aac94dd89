import { compares } from './compare.ts';
import type { Expression } from './expression.ts';
import type { ValuesAt } from './values-at.ts';

/** `undefined`: nobody can say, because a host could not read the fact. Such a host is not selected, by `not` neither. */
export type Verdict = boolean | undefined;

/** Whether a host fits. A path with several values fits if one of them does; one with none is not equal to anything. */
export function evaluate(expression: Expression, valuesOf: (path: string) => ValuesAt): Verdict {
  switch (expression.is) {
    case 'all':
      return true;
    case 'and':
      return all(expression.parts.map((part) => evaluate(part, valuesOf)));
    case 'or':
      return not(all(expression.parts.map((part) => not(evaluate(part, valuesOf)))));
    case 'not':
      return not(evaluate(expression.part, valuesOf));
    case 'exists':
      return known(valuesOf(expression.path), (values) => values.length > 0);
    case 'in':
      return known(valuesOf(expression.path), (values) =>
        values.some((value) => expression.values.some((wanted) => compares(value, '=', wanted))),
      );
    case 'compare': {
      const { how, value: wanted } = expression;
      if (how === '!=') return not(evaluate({ ...expression, how: '=' }, valuesOf));
      return known(valuesOf(expression.path), (values) => values.some((value) => compares(value, how, wanted)));
    }
  }
}

const known = (values: ValuesAt, test: (values: Exclude<ValuesAt, 'unknown'>) => boolean): Verdict =>
  values === 'unknown' ? undefined : test(values);

const not = (verdict: Verdict): Verdict => (verdict === undefined ? undefined : !verdict);

function all(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
}
