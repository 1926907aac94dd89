import type { LineFormat } from './line-format.ts';
import { onOneLine } from './plain-value.ts';

/** Before the key, the key, the sign with its blanks, and the rest. */
const LINE = /^(\s*(?:export\s+)?)([^\s=#;](?:[^=]*[^\s=])?)(\s*=[ \t]*)(.*)$/;
/** Words that need no quotes in a shell or in systemd's environment files. */
const PLAIN = /^[\w./:,@%+=-]*$/;

interface Parsed {
  readonly value: string;
  /** Where the value ends in the text; behind it stand blanks and a comment, or nothing. */
  readonly end: number;
}

/** One quoted piece from `start` on, where its quote stands. Nothing where it does not end, or where a shell would expand it. */
function quotedPiece(text: string, start: number): Parsed | undefined {
  const quote = text[start];
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === quote) return { value, end: at + 1 };
    if (quote === '"' && /[$`]/.test(letter)) return undefined;
    const escaped = quote === '"' && letter === '\\' && /["\\$`]/.test(text.charAt(at + 1));
    if (escaped) at += 1;
    value += text.charAt(at);
  }
  return undefined;
}

/** A value as a shell reads it, where it is one word without expansions. */
function shellValue(text: string): Parsed | undefined {
  let value = '';
  let at = 0;
  while (at < text.length && !/\s/.test(text.charAt(at))) {
    const letter = text.charAt(at);
    if (/[$`\\]/.test(letter)) return undefined;
    const piece: Parsed | undefined = /["']/.test(letter) ? quotedPiece(text, at) : { value: letter, end: at + 1 };
    if (piece === undefined) return undefined;
    value += piece.value;
    at = piece.end;
  }
  return /^\s*(#.*)?$/.test(text.slice(at)) ? { value, end: at } : undefined;
}

/** What is not one shell word (`-a -b` without quotes, `$HOME/x`) is taken as it stands. */
const parseValue = (text: string): Parsed => shellValue(text) ?? { value: text.trimEnd(), end: text.trimEnd().length };

const quoted = (value: string): string => (PLAIN.test(value) ? value : `"${value.replace(/["\\$`]/g, '\\$&')}"`);

function valueIn(line: string, key: string): string | undefined {
  const [, , name, , rest] = LINE.exec(line) ?? [];
  return name === key.trim() && rest !== undefined ? parseValue(rest).value : undefined;
}

/** `key=value`, as in files under /etc/default: values may be quoted as a shell quotes them; nothing is expanded. */
export const equals: LineFormat = {
  canonicalKey: (key) => key.trim(),
  valueIn,
  meaningsFound: (_key, values) => values,
  meaningsWanted: (_key, values) => values,
  render(key, value, former) {
    const text = quoted(onOneLine(key, value));
    const [, before, name, sign, rest] = LINE.exec(former ?? '') ?? [];
    if (name !== key.trim() || rest === undefined) return `${key.trim()}=${text}`;
    return `${before}${name}${sign}${text}${rest.slice(parseValue(rest).end)}`;
  },
  whenMissing: () => [],
};
