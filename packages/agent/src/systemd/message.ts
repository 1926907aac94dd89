/**
 * As much of D-Bus as questions to systemd take: calls with texts and lists of texts, and what comes back. The layout is the D-Bus
 * Specification's, "Marshaling (Wire Format)" and "Message Format"; little-endian on both ends.
 */

/** A method and its arguments, each a text or a list of texts. */
export interface Call {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly args: readonly (string | readonly string[])[];
}

/** What came back for one call. */
export type Reply =
  | { readonly is: 'answer'; readonly body: Reader }
  | { readonly is: 'error'; readonly name: string; readonly message: string };

const DESTINATION = 'org.freedesktop.systemd1';
const METHOD_CALL = 1;
const ANSWER = 2;
const ERROR = 3;
/** Codes of header fields. */
const PATH = 1;
const INTERFACE = 2;
const MEMBER = 3;
const ERROR_NAME = 4;
const REPLY_SERIAL = 5;
const DESTINED = 6;
const SIGNATURE = 8;
/** The smallest message has this much before its header fields: type, flags, lengths and serial. */
const FIXED_BYTES = 16;

/** Appends values to a buffer, each at its own alignment. */
class Writer {
  #bytes = Buffer.alloc(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  pad(alignment: number): this {
    const length = aligned(this.#length, alignment);
    this.#need(length - this.#length);
    this.#length = length;
    return this;
  }

  raw(bytes: Uint8Array | readonly number[]): this {
    this.#need(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  uint32(value: number): this {
    this.pad(4).#need(4);
    this.#length = this.#bytes.writeUInt32LE(value, this.#length);
    return this;
  }

  text(value: string): this {
    return this.uint32(Buffer.byteLength(value)).#characters(value);
  }

  signature(value: string): this {
    return this.raw([value.length]).#characters(value);
  }

  texts(values: readonly string[]): this {
    const list = values.reduce((writer, value) => writer.text(value), new Writer());
    return this.uint32(list.length).raw(list.toBuffer());
  }

  /** A header field: its code, the type of its value, the value. */
  field(code: number, type: 'o' | 's' | 'g', value: string): this {
    this.pad(8).raw([code]).signature(type);
    return type === 'g' ? this.signature(value) : this.text(value);
  }

  toBuffer(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** With the zero that ends them. */
  #characters(value: string): this {
    this.#need(3 * value.length + 1);
    this.#length += this.#bytes.write(value, this.#length);
    return this.raw([0]);
  }

  /** What is not written to is zero. */
  #need(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.alloc(2 * (this.#length + bytes));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** Reads values one after the other, each at its own alignment. */
export class Reader {
  readonly #bytes: Buffer;
  offset = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  pad(alignment: number): void {
    this.offset = aligned(this.offset, alignment);
  }

  byte(): number {
    return this.#bytes.readUInt8(this.offset++);
  }

  uint64(): bigint {
    this.pad(8);
    this.offset += 8;
    return this.#bytes.readBigUInt64LE(this.offset - 8);
  }

  uint32(): number {
    this.pad(4);
    this.offset += 4;
    return this.#bytes.readUInt32LE(this.offset - 4);
  }

  text(): string {
    return this.#slice(this.uint32());
  }

  signature(): string {
    return this.#slice(this.byte());
  }

  /** An array, element by element; its elements begin at `alignment`. */
  list<Element>(alignment: number, read: () => Element): readonly Element[] {
    const bytes = this.uint32();
    this.pad(alignment);
    const end = this.offset + bytes;
    const elements: Element[] = [];
    while (this.offset < end) elements.push(read());
    return elements;
  }

  #slice(length: number): string {
    const start = this.offset;
    this.offset += length + 1;
    return this.#bytes.toString('utf8', start, start + length);
  }
}

/** A call to systemd as it travels. */
export function writeCall(serial: number, call: Call): Buffer {
  const body = new Writer();
  for (const arg of call.args) {
    if (typeof arg === 'string') body.text(arg);
    else body.texts(arg);
  }
  const fields = new Writer()
    .field(PATH, 'o', call.path)
    .field(INTERFACE, 's', call.interface)
    .field(MEMBER, 's', call.member)
    .field(DESTINED, 's', DESTINATION)
    .field(SIGNATURE, 'g', call.args.map((arg) => (typeof arg === 'string' ? 's' : 'as')).join(''));
  const head = new Writer().raw([0x6c, METHOD_CALL, 0, 1]).uint32(body.length).uint32(serial).uint32(fields.length);
  return Buffer.concat([head.raw(fields.toBuffer()).pad(8).toBuffer(), body.toBuffer()]);
}

const aligned = (offset: number, alignment: number): number => Math.ceil(offset / alignment) * alignment;

const bodyStart = (message: Buffer): number => aligned(FIXED_BYTES + message.readUInt32LE(12), 8);

/** How long the message is that starts here; endless while not even that has arrived. */
export const messageLength = (message: Buffer): number =>
  message.length < FIXED_BYTES ? Number.POSITIVE_INFINITY : bodyStart(message) + message.readUInt32LE(4);

/** Which call a message answers, and what; nothing where it is none, such as a signal. */
export function readReply(message: Buffer): { readonly to: number; readonly reply: Reply } | undefined {
  const type = message[1];
  if (type !== ANSWER && type !== ERROR) return undefined;
  const { to, errorName } = readFields(message);
  const body = new Reader(message.subarray(bodyStart(message), messageLength(message)));
  if (type === ANSWER) return { to, reply: { is: 'answer', body } };
  return { to, reply: { is: 'error', name: errorName, message: message.readUInt32LE(4) === 0 ? '' : body.text() } };
}

function readFields(message: Buffer): { readonly to: number; readonly errorName: string } {
  const fields = new Reader(message.subarray(0, FIXED_BYTES + message.readUInt32LE(12)));
  fields.offset = FIXED_BYTES;
  let [to, errorName] = [0, ''];
  while (fields.offset < FIXED_BYTES + message.readUInt32LE(12)) {
    fields.pad(8);
    const code = fields.byte();
    const type = fields.signature();
    const value = type === 'u' ? fields.uint32() : type === 'g' ? fields.signature() : fields.text();
    if (code === REPLY_SERIAL) to = Number(value);
    if (code === ERROR_NAME) errorName = String(value);
  }
  return { to, errorName };
}
