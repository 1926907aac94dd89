import type { Expression } from './expression.ts';
import { isKnownPath, nearestPath } from './paths.ts';
import { QueryError } from './query-error.ts';

/** @throws QueryError for a path that no host can have, with the nearest one that it can. */
export function checkPaths(query: string, expression: Expression): void {
  switch (expression.is) {
    case 'all':
      return;
    case 'and':
    case 'or':
      for (const part of expression.parts) checkPaths(query, part);
      return;
    case 'not':
      checkPaths(query, expression.part);
      return;
    case 'exists':
    case 'in':
    case 'compare':
      if (isKnownPath(expression.path)) return;
      throw new QueryError(
        query,
        expression.column,
        `there is no fact "${expression.path}"`,
        `did you mean ${nearestPath(expression.path)}?`,
      );
  }
}
