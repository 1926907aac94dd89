/** Where a command's output came from; a terminal has one stream. */
export type OutputStream = 'stdout' | 'stderr' | 'terminal';

/** A piece of a command's output: `offset` counts the bytes of its stream before it, so gaps and repeats are seen. */
export interface OutputChunk {
  /** `ASSIGNMENT#INDEX.N` for a resource's Nth command, the command's id for an ad-hoc one. */
  readonly of: string;
  readonly stream: OutputStream;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

const STREAMS: readonly OutputStream[] = ['stdout', 'stderr', 'terminal'];
/** Version, stream, offset (8 bytes), length of the name (2 bytes); all big-endian. */
const HEADER_BYTES = 12;
const VERSION = 1;

export function encodeOutput(chunk: OutputChunk): Uint8Array {
  const name = Buffer.from(chunk.of, 'utf8');
  const frame = Buffer.allocUnsafe(HEADER_BYTES + name.length + chunk.bytes.length);
  frame.writeUInt8(VERSION, 0);
  frame.writeUInt8(STREAMS.indexOf(chunk.stream), 1);
  frame.writeBigUInt64BE(BigInt(chunk.offset), 2);
  frame.writeUInt16BE(name.length, 10);
  name.copy(frame, HEADER_BYTES);
  frame.set(chunk.bytes, HEADER_BYTES + name.length);
  return frame;
}

/** The chunk in a binary frame, or nothing where the frame is not one. */
export function decodeOutput(frame: Uint8Array): OutputChunk | undefined {
  const view = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.length < HEADER_BYTES || view.readUInt8(0) !== VERSION) return undefined;
  const stream = STREAMS[view.readUInt8(1)];
  const offset = Number(view.readBigUInt64BE(2));
  const end = HEADER_BYTES + view.readUInt16BE(10);
  if (stream === undefined || !Number.isSafeInteger(offset) || end > view.length) return undefined;
  return { of: view.toString('utf8', HEADER_BYTES, end), stream, offset, bytes: view.subarray(end) };
}

/** What to do with a chunk when `known` bytes of its stream are stored; after a gap the sender is asked to go back. */
export function placeOutput(chunk: OutputChunk, known: number): 'append' | 'repeat' | 'gap' {
  if (chunk.offset === known) return 'append';
  return chunk.offset < known ? 'repeat' : 'gap';
}
