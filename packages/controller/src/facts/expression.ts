/** A value as somebody wrote it: a quoted one is text and nothing else. */
export interface Literal {
  readonly text: string;
  /** What it counts as: `8GiB` in bytes, `2h` in milliseconds, `true` as 1; nothing for other text. */
  readonly number: number | undefined;
}

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=' | '~';

/** A fact query. Columns tell errors that are only found when the facts are known. */
export type Expression =
  | { readonly is: 'all' }
  | { readonly is: 'and' | 'or'; readonly parts: readonly Expression[] }
  | { readonly is: 'not'; readonly part: Expression }
  | { readonly is: 'exists'; readonly path: string; readonly column: number }
  | { readonly is: 'in'; readonly path: string; readonly values: readonly Literal[]; readonly column: number }
  | {
      readonly is: 'compare';
      readonly path: string;
      readonly how: Comparison;
      readonly value: Literal;
      readonly column: number;
    };

/** Words that mean something by themselves; as values they are quoted. */
export const KEYWORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'exists', 'all']);
