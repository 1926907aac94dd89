const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };
const NAMES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\x07': '\\a' };

interface Piece {
  readonly text: string;
  readonly end: number;
}

/** What `\` and the letters after it stand for, inside double quotes. */
function escapedLetter(bytes: string, at: number): Piece {
  const hex = /^x([0-9a-fA-F]{2})/.exec(bytes.slice(at + 1, at + 4))?.[1];
  if (hex !== undefined) return { text: String.fromCharCode(Number.parseInt(hex, 16)), end: at + 4 };
  const letter = bytes.charAt(at + 1);
  return { text: ESCAPES[letter] ?? letter, end: at + 2 };
}

/** A quoted word; its quote stands at `start`. Nothing where it does not end, or does not end a word. */
function quotedWord(bytes: string, start: number): Piece | undefined {
  const quote = bytes[start];
  let text = '';
  for (let at = start + 1; at < bytes.length; ) {
    if (bytes[at] === quote) return /^(\s|$)/.test(bytes.slice(at + 1)) ? { text, end: at + 1 } : undefined;
    const escaped = bytes[at] === '\\' && (quote === '"' ? at + 1 < bytes.length : bytes[at + 1] === "'");
    const piece: Piece = !escaped
      ? { text: bytes.charAt(at), end: at + 1 }
      : quote === '"'
        ? escapedLetter(bytes, at)
        : { text: "'", end: at + 2 };
    text += piece.text;
    at = piece.end;
  }
  return undefined;
}

/** A word up to the next blank; a quote inside it opens a quoted rest, as in Redis's own reader. */
function word(bytes: string, start: number): Piece | undefined {
  let text = '';
  let at = start;
  while (at < bytes.length && !/[\s\0]/.test(bytes.charAt(at))) {
    if (/["']/.test(bytes.charAt(at))) {
      const rest = quotedWord(bytes, at);
      return rest && { text: text + rest.text, end: rest.end };
    }
    text += bytes.charAt(at);
    at += 1;
  }
  return { text, end: at };
}

/**
 * The words of a line as Redis reads them (`sdssplitargs`): separated by blanks, `"…"` with escapes, `'…'` without. Nothing
 * where its quotes do not match: Redis refuses such a line.
 */
export function redisWords(line: string): readonly string[] | undefined {
  // Escapes stand for bytes, so the line is read as bytes and each word turned back into text.
  const bytes = Buffer.from(line, 'utf8').toString('latin1');
  const words: string[] = [];
  let at = 0;
  for (;;) {
    while (/[\s\0]/.test(bytes.charAt(at))) at += 1;
    if (at >= bytes.length) return words;
    const piece = word(bytes, at);
    if (piece === undefined) return undefined;
    words.push(Buffer.from(piece.text, 'latin1').toString('utf8'));
    at = piece.end;
  }
}

/** A word as it can stand in a line, quoted as `CONFIG REWRITE` quotes (`sdscatrepr`) where it must be. */
export function quoteRedisWord(text: string): string {
  if (/^[\x21-\x7e]+$/.test(text) && !/["'\\]/.test(text)) return text;
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  const quoted = [...bytes].map((byte) => {
    if (byte === '"' || byte === '\\') return `\\${byte}`;
    const hex = byte.charCodeAt(0).toString(16).padStart(2, '0');
    return NAMES[byte] ?? (/[\x20-\x7e]/.test(byte) ? byte : `\\x${hex}`);
  });
  return `"${quoted.join('')}"`;
}
