/**
 * As much of D-Bus as one question to systemd takes: a call with two lists of texts, and the list of structs that comes back.
 * The layout is the D-Bus Specification's, "Marshaling (Wire Format)" and "Message Format"; little-endian on both ends.
 */

/** One unit, as systemd's `ListUnitsByPatterns` describes it. */
export interface DbusUnit {
  readonly name: string;
  readonly activeState: string;
  readonly subState: string;
}

const METHOD_CALL = 1;
const ERROR = 3;
/** The smallest message has this much before its header fields: type, flags, lengths and serial. */
const FIXED_BYTES = 16;

/** Appends values to a buffer, each at its own alignment. */
class Writer {
  #bytes: number[] = [];

  get length(): number {
    return this.#bytes.length;
  }

  pad(alignment: number): this {
    while (this.#bytes.length % alignment !== 0) this.#bytes.push(0);
    return this;
  }

  raw(bytes: Iterable<number>): this {
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  uint32(value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return this.pad(4).raw(bytes);
  }

  text(value: string): this {
    const bytes = Buffer.from(value);
    return this.uint32(bytes.length).raw(bytes).raw([0]);
  }

  signature(value: string): this {
    return this.raw([value.length]).raw(Buffer.from(value)).raw([0]);
  }

  texts(values: readonly string[]): this {
    const list = values.reduce((writer, value) => writer.text(value), new Writer());
    return this.uint32(list.length).raw(list.#bytes);
  }

  toBuffer(): Buffer {
    return Buffer.from(this.#bytes);
  }
}

/** A header field: its code, the type of its value, the value. */
const field = (writer: Writer, code: number, type: 'o' | 's' | 'g', value: string): Writer => {
  writer.pad(8).raw([code]).signature(type);
  return type === 'g' ? writer.signature(value) : writer.text(value);
};

/** The call `ListUnitsByPatterns(as states, as patterns)` of systemd's manager. */
export function listUnitsCall(states: readonly string[], patterns: readonly string[]): Buffer {
  const body = new Writer().texts(states).texts(patterns).toBuffer();
  const fields = new Writer();
  field(fields, 1, 'o', '/org/freedesktop/systemd1');
  field(fields, 2, 's', 'org.freedesktop.systemd1.Manager');
  field(fields, 3, 's', 'ListUnitsByPatterns');
  field(fields, 6, 's', 'org.freedesktop.systemd1');
  field(fields, 8, 'g', 'asas');
  const serial = 1;
  const head = new Writer().raw([0x6c, METHOD_CALL, 0, 1]).uint32(body.length).uint32(serial).uint32(fields.length);
  return Buffer.concat([head.raw(fields.toBuffer()).pad(8).toBuffer(), body]);
}

const aligned = (offset: number, alignment: number): number => Math.ceil(offset / alignment) * alignment;

const bodyStart = (message: Buffer): number => aligned(FIXED_BYTES + message.readUInt32LE(12), 8);

/** How long the message is that starts here; endless while not even that has arrived. */
export const replyLength = (message: Buffer): number =>
  message.length < FIXED_BYTES ? Number.POSITIVE_INFINITY : bodyStart(message) + message.readUInt32LE(4);

/** Reads `a(ssssssouso)`: the name comes first, the states fourth and fifth. Throws on an error reply. */
export function readUnits(message: Buffer): readonly DbusUnit[] {
  const body = message.subarray(bodyStart(message), replyLength(message));
  if (message[1] === ERROR) throw new Error(`systemd refuses to list its units: ${new Reader(body).text()}`);
  const reader = new Reader(body);
  const bytes = reader.uint32();
  reader.pad(8);
  const end = reader.offset + bytes;
  const units: DbusUnit[] = [];
  while (reader.offset < end) units.push(readUnit(reader));
  return units;
}

function readUnit(reader: Reader): DbusUnit {
  reader.pad(8);
  const [name = '', , , activeState = '', subState = ''] = Array.from({ length: 7 }, () => reader.text());
  reader.uint32();
  reader.text();
  reader.text();
  return { name, activeState, subState };
}

class Reader {
  readonly #bytes: Buffer;
  offset = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  pad(alignment: number): void {
    this.offset = aligned(this.offset, alignment);
  }

  uint32(): number {
    this.pad(4);
    this.offset += 4;
    return this.#bytes.readUInt32LE(this.offset - 4);
  }

  text(): string {
    const length = this.uint32();
    const start = this.offset;
    this.offset += length + 1;
    return this.#bytes.toString('utf8', start, start + length);
  }
}
