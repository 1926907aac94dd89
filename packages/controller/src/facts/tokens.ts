import { QueryError } from './query-error.ts';

/** A piece of a query. `column` counts from 1. */
export interface Token {
  readonly is: 'word' | 'quoted' | 'sign' | 'end';
  readonly text: string;
  readonly column: number;
}

const SIGNS = ['!=', '<=', '>=', '==', '=', '<', '>', '~', '(', ')', ','] as const;
const WORD = /[^\s(),=!<>~"'\\]+/y;

/** Cuts a query into words, quoted texts and signs; the last token is always the end. */
export function tokensOf(query: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    if (/\s/.test(query.charAt(at))) at++;
    else {
      const { token, end } = tokenAt(query, at);
      tokens.push(token);
      at = end;
    }
  }
  return [...tokens, { is: 'end', text: '', column: query.length + 1 }];
}

function tokenAt(query: string, at: number): { readonly token: Token; readonly end: number } {
  const column = at + 1;
  const sign = SIGNS.find((one) => query.startsWith(one, at));
  if (sign !== undefined) {
    return { token: { is: 'sign', text: sign === '==' ? '=' : sign, column }, end: at + sign.length };
  }
  const first = query.charAt(at);
  if (first === '"' || first === "'") return quotedAt(query, at, first);
  WORD.lastIndex = at;
  const word = WORD.exec(query)?.[0];
  if (word === undefined) throw new QueryError(query, column, `"${first}" means nothing here`);
  return { token: { is: 'word', text: word, column }, end: at + word.length };
}

function quotedAt(query: string, start: number, quote: string): { readonly token: Token; readonly end: number } {
  let text = '';
  for (let at = start + 1; at < query.length; at++) {
    const here = query.charAt(at);
    if (here === quote) return { token: { is: 'quoted', text, column: start + 1 }, end: at + 1 };
    if (here === '\\') at++;
    text += query.charAt(at);
  }
  throw new QueryError(query, start + 1, `this ${quote} is never closed`);
}
