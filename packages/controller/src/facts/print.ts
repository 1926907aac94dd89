import type { Expression } from './expression.ts';
import { printLiteral } from './literal.ts';

/** The query as text that reads back as the same one. */
export function printQuery(expression: Expression): string {
  switch (expression.is) {
    case 'all':
      return '*';
    case 'and':
    case 'or':
      return expression.parts.map(printPart).join(` ${expression.is} `);
    case 'not':
      return `not ${printPart(expression.part)}`;
    case 'exists':
      return `${expression.path} exists`;
    case 'in':
      return `${expression.path} in (${expression.values.map(printLiteral).join(', ')})`;
    case 'compare':
      return `${expression.path} ${expression.how} ${printLiteral(expression.value)}`;
  }
}

const printPart = (part: Expression): string =>
  part.is === 'and' || part.is === 'or' ? `(${printQuery(part)})` : printQuery(part);
