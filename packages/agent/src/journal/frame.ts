import { crc32 } from 'node:zlib';

/** Length and CRC-32 of the payload, 4 bytes each, big-endian. */
const HEADER_BYTES = 8;
/** A record is never larger: a message is at most 256 KiB, a head holds at most a thousand small ones and the open work. */
const MAX_PAYLOAD_BYTES = 64 * 1024 * 1024;

/** A payload as it stands in a segment. */
export function frame(payload: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  framed.set(payload, HEADER_BYTES);
  return headed(framed);
}

/** A text as it stands in a segment, without a copy on the way. */
export function frameText(text: string): Buffer {
  const framed = Buffer.allocUnsafe(HEADER_BYTES + Buffer.byteLength(text));
  framed.write(text, HEADER_BYTES);
  return headed(framed);
}

function headed(framed: Buffer): Buffer {
  const payload = framed.subarray(HEADER_BYTES);
  framed.writeUInt32BE(payload.length, 0);
  framed.writeUInt32BE(crc32(payload), 4);
  return framed;
}

export interface Framed {
  readonly payload: Buffer;
  /** Where the next frame begins. */
  readonly end: number;
}

/** The frame at an offset; `cut` where the bytes end within it, `bad` where it is none. An empty payload is none. */
export function frameAt(bytes: Buffer, offset: number): Framed | 'cut' | 'bad' {
  if (offset + HEADER_BYTES > bytes.length) return 'cut';
  const length = bytes.readUInt32BE(offset);
  if (length === 0 || length > MAX_PAYLOAD_BYTES) return 'bad';
  const end = offset + HEADER_BYTES + length;
  if (end > bytes.length) return 'cut';
  const payload = bytes.subarray(offset + HEADER_BYTES, end);
  return crc32(payload) === bytes.readUInt32BE(offset + 4) ? { payload, end } : 'bad';
}
