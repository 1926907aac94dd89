import { type Comparison, type Expression, KEYWORDS, type Literal } from './expression.ts';
import { literal } from './literal.ts';
import { QueryError } from './query-error.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Brackets and `not`s within each other; more is no query that a person wrote. */
const MAX_DEPTH = 64;
const COMPARISONS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=', '~']);

/**
 * Reads a fact query:
 *
 *     or      := and ("or" and)*
 *     and     := not ("and" not)*
 *     not     := "not" not | one
 *     one     := "(" or ")" | "*" | "all" | HOST | PATH SIGN VALUE | PATH "in" "(" VALUE ("," VALUE)* ")" | PATH "exists"
 *
 * A word alone is a host's name, `db-*` for several.
 * @throws QueryError that points at the column, and nothing else.
 */
export const parseQuery = (query: string): Expression => new Parser(query).whole();

class Parser {
  readonly #query: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(query: string) {
    this.#query = query;
    this.#tokens = tokensOf(query);
  }

  whole(): Expression {
    const expression = this.#either();
    const rest = this.#peek();
    if (rest.is !== 'end') this.#fail(rest, `expected "and", "or" or the end, not "${rest.text}"`);
    return expression;
  }

  #either(): Expression {
    return this.#joined('or', () => this.#joined('and', () => this.#not()));
  }

  #joined(word: 'and' | 'or', part: () => Expression): Expression {
    const parts = [part()];
    while (this.#takes('word', word)) parts.push(part());
    return parts.length === 1 ? (parts[0] as Expression) : { is: word, parts };
  }

  #not(): Expression {
    if (!this.#takes('word', 'not')) return this.#one();
    return this.#deeper(() => ({ is: 'not', part: this.#not() }));
  }

  #one(): Expression {
    if (this.#takes('sign', '(')) {
      const inner = this.#deeper(() => this.#either());
      this.#want(')');
      return inner;
    }
    const token = this.#next();
    if (token.is === 'word' && (token.text === '*' || token.text === 'all')) return { is: 'all' };
    if (token.is !== 'word' || KEYWORDS.has(token.text)) {
      this.#fail(token, token.is === 'end' ? 'something is missing here' : `"${token.text}" cannot stand here`);
    }
    return this.#about(token);
  }

  #about({ text: path, column }: Token): Expression {
    const next = this.#peek();
    if (next.is === 'sign' && COMPARISONS.has(next.text)) {
      this.#at++;
      return { is: 'compare', path, how: next.text as Comparison, value: this.#value(), column };
    }
    if (this.#takes('word', 'exists')) return { is: 'exists', path, column };
    if (this.#takes('word', 'in')) return { is: 'in', path, values: this.#values(), column };
    // A fact's path has a dot, a host's name has none.
    if (path.includes('.')) this.#fail(next, `expected = != < <= > >= ~ in or exists after "${path}"`);
    return { is: 'compare', path: 'host', how: '~', value: literal(path, true), column };
  }

  #values(): readonly Literal[] {
    this.#want('(');
    const values = [this.#value()];
    while (this.#takes('sign', ',')) values.push(this.#value());
    this.#want(')');
    return values;
  }

  #value(): Literal {
    const token = this.#next();
    if (token.is === 'quoted') return literal(token.text, true);
    if (token.is === 'word') return literal(token.text, false);
    return this.#fail(token, token.is === 'end' ? 'a value is missing here' : `expected a value, not "${token.text}"`);
  }

  #deeper(inner: () => Expression): Expression {
    if (++this.#depth > MAX_DEPTH) this.#fail(this.#peek(), `nested more than ${MAX_DEPTH} deep`);
    const expression = inner();
    this.#depth--;
    return expression;
  }

  #want(sign: string): void {
    const token = this.#next();
    if (token.is === 'sign' && token.text === sign) return;
    this.#fail(token, `expected "${sign}"${token.is === 'end' ? '' : `, not "${token.text}"`}`);
  }

  #takes(is: Token['is'], text: string): boolean {
    const token = this.#peek();
    if (token.is !== is || token.text !== text) return false;
    this.#at++;
    return true;
  }

  #peek(): Token {
    return this.#tokens[Math.min(this.#at, this.#tokens.length - 1)] as Token;
  }

  #next(): Token {
    const token = this.#peek();
    this.#at++;
    return token;
  }

  #fail({ column }: Token, problem: string): never {
    throw new QueryError(this.#query, column, problem);
  }
}
