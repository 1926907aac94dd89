import type { FileHandle } from 'node:fs/promises';
import { type Duplex, pipeline, Readable } from 'node:stream';
import { codeOf, messageOf } from '../error.ts';
import { refused } from './refused.ts';

/** Read at once; a stream never holds much more. */
const PIECE = 256 * 1024;

/** A part of a file, piece by piece; ends early where the file does. */
export async function* piecesOf(file: FileHandle, from: number, length: number): AsyncGenerator<Uint8Array> {
  for (let at = from; at < from + length; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(Math.min(PIECE, from + length - at)), {
      position: at,
    });
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Pieces as a decompressor gives them; what it cannot read is refused. */
export async function* through(pieces: AsyncIterable<Uint8Array>, unpacker: Duplex): AsyncGenerator<Uint8Array> {
  // Its errors come out of the decompressor too.
  const stream = pipeline(Readable.from(pieces, { objectMode: false }), unpacker, () => {});
  try {
    for await (const piece of stream) yield piece as Buffer;
  } catch (cause) {
    if (!/^(Z_|ERR_ZLIB|ZSTD_|ERR_ZSTD)/.test(codeOf(cause) ?? '')) throw cause;
    throw refused(`it cannot be decompressed: ${messageOf(cause)}`);
  }
}
