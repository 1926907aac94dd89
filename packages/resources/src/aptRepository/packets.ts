/** One packet of OpenPGP, see RFC 9580 section 4. */
export interface Packet {
  readonly tag: number;
  readonly body: Buffer;
}

/** The bytes of an armoured block; its checksum is not looked at, apt does. */
export function dearmour(text: string): Buffer {
  const lines = text.trim().split(/\r?\n/);
  const start = lines.indexOf('') + 1;
  const data = lines.slice(start, -1).filter((line) => !line.startsWith('='));
  return Buffer.from(data.join(''), 'base64');
}

/** The packets of a key; ends where something is not understood. */
export function packetsOf(bytes: Buffer): readonly Packet[] {
  const packets: Packet[] = [];
  for (let at = 0; at < bytes.length; ) {
    const header = headerAt(bytes, at);
    if (header === undefined || header.start + header.length > bytes.length) break;
    packets.push({ tag: header.tag, body: bytes.subarray(header.start, header.start + header.length) });
    at = header.start + header.length;
  }
  return packets;
}

interface Header {
  readonly tag: number;
  readonly start: number;
  readonly length: number;
}

function headerAt(bytes: Buffer, at: number): Header | undefined {
  const first = bytes[at] ?? 0;
  if ((first & 0x80) === 0) return undefined;
  if ((first & 0x40) !== 0) {
    const length = lengthAt(bytes, at + 1);
    return length === undefined
      ? undefined
      : { tag: first & 0x3f, start: at + 1 + length.octets, length: length.value };
  }
  const octets = [1, 2, 4][first & 3];
  if (octets === undefined || at + 1 + octets > bytes.length) return undefined;
  return { tag: (first >> 2) & 0xf, start: at + 1 + octets, length: bytes.readUIntBE(at + 1, octets) };
}

/** The length of a packet or subpacket in one, two or five octets; partial lengths do not occur in keys. */
export function lengthAt(bytes: Buffer, at: number): { readonly octets: number; readonly value: number } | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  if (first < 192) return { octets: 1, value: first };
  if (first < 224) return { octets: 2, value: ((first - 192) << 8) + (bytes[at + 1] ?? 0) + 192 };
  return first === 255 && at + 5 <= bytes.length ? { octets: 5, value: bytes.readUInt32BE(at + 1) } : undefined;
}
