/** Distinguished encoding rules of ASN.1 (X.690), as much as a certificate needs. */

/** One value: tag, length, content. */
function value(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const octets = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...octets]), content]);
}

export const sequence = (...items: readonly Buffer[]): Buffer => value(0x30, Buffer.concat(items));
export const set = (...items: readonly Buffer[]): Buffer => value(0x31, Buffer.concat(items));
export const octets = (content: Buffer): Buffer => value(0x04, content);
export const bits = (content: Buffer, unused = 0): Buffer =>
  value(0x03, Buffer.concat([Buffer.from([unused]), content]));
export const utf8 = (text: string): Buffer => value(0x0c, Buffer.from(text));
export const yes: Buffer = value(0x01, Buffer.from([0xff]));
export const empty: Buffer = value(0x05, Buffer.alloc(0));
/** A value in a place that has its number as a tag: around another value, or instead of its own tag. */
export const around = (number: number, content: Buffer): Buffer => value(0xa0 | number, content);
export const instead = (number: number, content: Buffer): Buffer => value(0x80 | number, content);

/** A positive whole number, from its bytes. */
export function integer(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = start === -1 ? Buffer.from([0]) : bytes.subarray(start);
  return value(0x02, (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits);
}

/** An object identifier, from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const content = [first * 40 + second, ...rest].flatMap((part) => {
    const sevens = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) sevens.unshift((left & 0x7f) | 0x80);
    return sevens;
  });
  return value(0x06, Buffer.from(content));
}

/** A moment: two digits of the year until 2049, four from then on (RFC 5280 section 4.1.2.5). */
export function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, '');
  const isShort = date.getUTCFullYear() < 2050;
  return value(isShort ? 0x17 : 0x18, Buffer.from(isShort ? digits.slice(2) : digits));
}

/** The values inside of a value, whole; enough to find a part of a certificate that is well-formed. */
export function inside(outer: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  const { start, end } = spanOf(outer, 0);
  for (let at = start; at < end; ) {
    const span = spanOf(outer, at);
    parts.push(outer.subarray(at, span.end));
    at = span.end;
  }
  return parts;
}

function spanOf(bytes: Buffer, at: number): { readonly start: number; readonly end: number } {
  const first = bytes[at + 1] ?? 0;
  const count = first < 0x80 ? 0 : first & 0x7f;
  const length = count === 0 ? first : bytes.readUIntBE(at + 2, count);
  const start = at + 2 + count;
  return { start, end: start + length };
}
