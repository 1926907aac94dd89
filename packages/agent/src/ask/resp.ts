/** Redis's protocol, version 2 (https://redis.io/docs/latest/develop/reference/protocol-spec/), as far as a client needs it. */

/** A reply, or an error as one. */
export type Reply = string | number | null | RespError | readonly Reply[];

/** What Redis answers instead of a reply: a code in capitals and a sentence. */
export class RespError {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** Replies of Sentinel and of clusters are two or three levels deep. */
const MAX_DEPTH = 8;

/** A command as an array of strings, whose bytes may be any. */
export const encodeCommand = (words: readonly string[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;

/** A reply and where it ends; nothing while some of it is still to come. Throws where this is not Redis's protocol. */
export function decodeReply(
  bytes: Buffer,
  start = 0,
  depth = 0,
): { readonly reply: Reply; readonly end: number } | undefined {
  const lineEnd = bytes.indexOf('\r\n', start);
  if (lineEnd === -1) return undefined;
  const line = bytes.toString('utf8', start + 1, lineEnd);
  const next = lineEnd + 2;
  switch (String.fromCharCode(bytes[start] ?? 0)) {
    case '+':
      return { reply: line, end: next };
    case '-':
      return { reply: new RespError(line), end: next };
    case ':':
      return { reply: integer(line), end: next };
    case '$':
      return decodeText(bytes, next, integer(line));
    case '*':
      return decodeList(bytes, next, integer(line), depth + 1);
    default:
      throw new Error('what listens there does not speak the protocol of Redis');
  }
}

function integer(text: string): number {
  if (!/^-?\d{1,19}$/.test(text)) throw new Error('what listens there does not speak the protocol of Redis');
  return Number(text);
}

function decodeText(bytes: Buffer, start: number, length: number): ReturnType<typeof decodeReply> {
  if (length < 0) return { reply: null, end: start };
  const end = start + length;
  return bytes.length < end + 2 ? undefined : { reply: bytes.toString('utf8', start, end), end: end + 2 };
}

function decodeList(bytes: Buffer, start: number, length: number, depth: number): ReturnType<typeof decodeReply> {
  if (depth > MAX_DEPTH) throw new Error(`the reply is nested more than ${MAX_DEPTH} deep`);
  if (length < 0) return { reply: null, end: start };
  const replies: Reply[] = [];
  let end = start;
  while (replies.length < length) {
    const item = decodeReply(bytes, end, depth);
    if (item === undefined) return undefined;
    replies.push(item.reply);
    end = item.end;
  }
  return { reply: replies, end };
}
