import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { ResourceError } from '@rolecall/resources/error';
import { messageOf } from '../error.ts';
import { askFrom, Busy, Interrupted, shown } from './ask.ts';
import { piecesOf } from './pieces.ts';
import type { Source } from './source.ts';

/** Tries without a single byte more; one that brings something starts the count anew. */
const TRIES = 6;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 20_000;

export interface Wanted {
  readonly source: Source;
  readonly sha256: string;
  readonly maxBytes: number;
  /** Ends it at the time limit. */
  readonly signal: AbortSignal;
  readonly onProgress: (bytes: number) => void;
}

/** What is in the file so far. */
interface Progress {
  size: number;
  hash: Hash;
  /** Some of it came at another time than the rest. */
  isPatched: boolean;
}

/**
 * Fills a file with content that has the wanted hash, going on behind what is in it from an earlier time. What is there may be anything: only the
 * hash of the whole counts. Throws `wrong_hash`, `not_fetched` or `too_large`.
 */
export async function download(file: FileHandle, wanted: Wanted): Promise<void> {
  const progress = await soFar(file);
  for (;;) {
    if (isWanted(progress, wanted)) return;
    await fetchRest(file, progress, wanted);
    if (isWanted(progress, wanted)) return;
    const got = digest(progress);
    const { isPatched } = progress;
    await startAnew(file, progress);
    // Its parts may be of two files; in one piece, it is what the server has.
    if (!isPatched) throw wrongHash(wanted, got);
  }
}

async function soFar(file: FileHandle): Promise<Progress> {
  const { size } = await file.stat();
  const hash = createHash('sha256');
  for await (const piece of piecesOf(file, 0, size)) hash.update(piece);
  return { size, hash, isPatched: size > 0 };
}

const digest = ({ hash }: Progress): string => hash.copy().digest('hex');

const isWanted = (progress: Progress, { sha256 }: Wanted): boolean => progress.size > 0 && digest(progress) === sha256;

async function startAnew(file: FileHandle, progress: Progress): Promise<void> {
  await file.truncate(0);
  progress.size = 0;
  progress.hash = createHash('sha256');
  progress.isPatched = false;
}

async function fetchRest(file: FileHandle, progress: Progress, wanted: Wanted): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const before = progress.size;
    try {
      return await fetchOnce(file, progress, wanted);
    } catch (thrown) {
      wanted.signal.throwIfAborted();
      if (!(thrown instanceof Interrupted)) throw thrown;
      if (progress.size > before) attempt = 0;
      // Its turn comes; the time limit bounds the wait.
      if (thrown instanceof Busy && attempt > 1) attempt--;
      if (attempt === TRIES) throw unreachable(wanted, thrown);
    }
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
    await pause(longest * (0.5 + Math.random() / 2), undefined, { signal: wanted.signal });
  }
}

async function fetchOnce(file: FileHandle, progress: Progress, wanted: Wanted): Promise<void> {
  const answer = await askFrom(wanted.source, progress.size, wanted.signal);
  if (answer.statusCode === 416) {
    // The server has no more than what is there, and that was not it.
    answer.destroy();
    return;
  }
  if (continues(answer, progress.size)) progress.isPatched = true;
  else await startAnew(file, progress);
  try {
    for await (const piece of answer) await append(file, progress, piece as Buffer, wanted);
  } catch (thrown) {
    if (thrown instanceof ResourceError) throw thrown;
    const isOurs = thrown instanceof Error && 'syscall' in thrown && thrown.syscall === 'write';
    if (isOurs) throw thrown;
    throw new Interrupted(`${shown(wanted.source.url)}: ${messageOf(thrown)}`, { cause: thrown });
  }
}

const continues = ({ statusCode, headers }: IncomingMessage, from: number): boolean =>
  statusCode === 206 && headers['content-range']?.startsWith(`bytes ${from}-`) === true;

async function append(file: FileHandle, progress: Progress, piece: Buffer, wanted: Wanted): Promise<void> {
  if (progress.size + piece.length > wanted.maxBytes) {
    throw new ResourceError('too_large', `${shown(wanted.source.url)} has more than ${wanted.maxBytes} bytes.`, {
      hint: 'Raise `maxBytes` of the artifact, if it is meant to be so large.',
    });
  }
  for (let written = 0; written < piece.length; ) {
    const { bytesWritten } = await file.write(piece, written, piece.length - written, progress.size + written);
    written += bytesWritten;
  }
  progress.size += piece.length;
  progress.hash.update(piece);
  wanted.onProgress(progress.size);
}

const wrongHash = ({ source, sha256 }: Wanted, got: string): ResourceError =>
  new ResourceError('wrong_hash', `${shown(source.url)} has the checksum ${got}, not ${sha256}.`, {
    hint: 'Nothing was unpacked. Find out who changed it before you change `sha256`.',
  });

const unreachable = ({ source }: Wanted, cause: Error): ResourceError =>
  new ResourceError('not_fetched', `${shown(source.url)} cannot be fetched: ${cause.message}.`, {
    hint: `It was tried ${TRIES} times. What came so far is kept: the next apply goes on behind it.`,
    cause,
  });
