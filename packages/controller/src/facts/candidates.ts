import type { Database } from '../store/database.ts';
import { hostsIndexed } from '../store/facts.ts';
import type { Expression } from './expression.ts';
import { plainPaths } from './paths.ts';

/**
 * A superset of the hosts that fit, found by the index of plain values, so that the documents of the others need not be read;
 * nothing where the index cannot tell.
 */
export function candidates(database: Database, expression: Expression): ReadonlySet<string> | undefined {
  if (expression.is === 'and') {
    const sets = expression.parts.map((part) => candidates(database, part)).filter((set) => set !== undefined);
    const [first, ...others] = sets;
    return first && new Set([...first].filter((host) => others.every((set) => set.has(host))));
  }
  if (expression.is !== 'compare' || !plainPaths.has(expression.path)) return undefined;
  const { path, how, value } = expression;
  switch (how) {
    case '=':
      return value.number === undefined
        ? hostsIndexed(database, path, 'text = ?', value.text)
        : hostsIndexed(database, path, 'text = ? OR num = ?', value.text, value.number);
    case '<':
    case '<=':
    case '>':
    case '>=':
      // Text is ordered as people count, which SQL does not.
      return value.number === undefined
        ? undefined
        : hostsIndexed(database, path, `num IS NULL OR num ${how} ?`, value.number);
    case '!=':
    case '~':
      return undefined;
  }
}
