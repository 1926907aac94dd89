import { ControllerError } from '../error.ts';

/** What is wrong in a fact query, and where: columns count from 1. */
export class QueryError extends ControllerError {
  readonly column: number;

  constructor(query: string, column: number, problem: string, hint?: string) {
    super('bad_query', `column ${column} of "${query}": ${problem}`, { hint });
    this.name = 'QueryError';
    this.column = column;
  }
}
