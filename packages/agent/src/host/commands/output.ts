import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { OutputStream } from '@rolecall/protocol/output-frame';
import { codeOf } from '../../error.ts';
import type { CommandId, OnOutput } from '../contract.ts';

/** Fits into a frame of the wire with its header. */
const PIECE_BYTES = 64 * 1024;

/** What `Completed` keeps of each stream's end. */
const KEPT_BYTES = 256 * 1024;

export const streamsOf = (tty: boolean): readonly OutputStream[] => (tty ? ['terminal'] : ['stdout', 'stderr']);

/** Shows a stream from an offset to its present end; answers the offset after it. */
export async function showFrom(
  spool: string,
  of: CommandId,
  stream: OutputStream,
  from: number,
  onOutput: OnOutput,
): Promise<number> {
  let offset = from;
  for (let bytes = readAt(spool, stream, offset); bytes.length > 0; bytes = readAt(spool, stream, offset)) {
    onOutput({ of, stream, offset, bytes });
    offset += bytes.length;
    await yieldToOthers();
  }
  return offset;
}

/** The last part of a stream of the given length, as text. */
export function endOfStream(spool: string, stream: OutputStream, length: number): string {
  const from = Math.max(0, length - KEPT_BYTES);
  const parts: Uint8Array[] = [];
  for (let at = from, bytes = readAt(spool, stream, at); bytes.length > 0; bytes = readAt(spool, stream, at)) {
    parts.push(bytes);
    at += bytes.length;
  }
  const text = Buffer.concat(parts);
  // A character that was cut in two begins with bytes that only go on.
  let start = 0;
  while (from > 0 && start < 3 && ((text[start] ?? 0) & 0xc0) === 0x80) start++;
  return text.toString('utf8', start);
}

function readAt(spool: string, stream: OutputStream, offset: number): Uint8Array {
  const fd = openIfThere(join(spool, stream));
  if (fd === undefined) return new Uint8Array();
  try {
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    return piece.subarray(0, readSync(fd, piece, 0, PIECE_BYTES, offset));
  } finally {
    closeSync(fd);
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}
