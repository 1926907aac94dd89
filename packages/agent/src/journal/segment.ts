import { closeSync, fsyncSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalRecord } from '../state/record.ts';
import { frameAt } from './frame.ts';

/** One file of the journal. */
export interface Segment {
  readonly number: number;
  readonly path: string;
  /** The highest report number before it: it holds reports from the next one on. */
  readonly after: number;
  /** Bytes of whole records. */
  size: number;
}

const NAME = /^(\d{8})\.journal$/;

export const segmentPath = (folder: string, number: number): string =>
  join(folder, `${String(number).padStart(8, '0')}.journal`);

/** The numbers of the segments in a folder, in order. */
export const segmentNumbers = (folder: string): readonly number[] =>
  readdirSync(folder)
    .map((name) => NAME.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);

/** More than most records take. */
const CHUNK_BYTES = 64 * 1024;
/**
 * What is read lies here, one piece after another: records are parsed while it does, and nobody keeps it. With a buffer for each piece an agent that told of
 * 10,000 changes had up to 30 MB of them that nobody had collected yet.
 */
const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);

/**
 * Calls `each` for every whole record from an offset to an end, reading a piece at a time; stops early where it answers
 * false. Answers where it stopped: short of the end where a record is cut off or damaged.
 */
export function scanSegment(
  path: string,
  from: number,
  to: number,
  each: (record: JournalRecord, end: number) => boolean | undefined,
): number {
  const file = openSync(path, 'r');
  try {
    let offset = from;
    let span = CHUNK_BYTES;
    while (offset < to) {
      const start = offset;
      const bytes = readAt(file, start, Math.min(span, to - start));
      const used = scanBytes(bytes, (record, end) => each(record, start + end));
      offset = start + used.end;
      const reachedEnd = start + bytes.length >= to;
      if (used.why === 'stopped' || used.why === 'bad' || reachedEnd || bytes.length === 0) return offset;
      span = used.end === 0 ? span * 2 : CHUNK_BYTES;
    }
    return offset;
  } finally {
    closeSync(file);
  }
}

function scanBytes(
  bytes: Buffer,
  each: (record: JournalRecord, end: number) => boolean | undefined,
): { readonly end: number; readonly why: 'cut' | 'bad' | 'stopped' | 'whole' } {
  let end = 0;
  while (end < bytes.length) {
    const found = frameAt(bytes, end);
    if (found === 'cut' || found === 'bad') return { end, why: found };
    end = found.end;
    if (each(JSON.parse(found.payload.toString('utf8')), end) === false) return { end, why: 'stopped' };
  }
  return { end, why: 'whole' };
}

function readAt(file: number, offset: number, length: number): Buffer {
  const bytes = length > CHUNK_BYTES ? Buffer.allocUnsafeSlow(length) : chunk;
  let filled = 0;
  while (filled < length) {
    const read = readSync(file, bytes, filled, length - filled, offset + filled);
    if (read === 0) break;
    filled += read;
  }
  return bytes.subarray(0, filled);
}

/** Makes the names in a folder durable. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
