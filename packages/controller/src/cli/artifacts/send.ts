import { setTimeout as pause } from 'node:timers/promises';
import { ControllerError } from '../../error.ts';
import { type Client, RefusedError } from '../client/client.ts';
import type { LocalFile } from './local-file.ts';

/** Bytes of one request: on a slow line it still ends well within the ten minutes that a request may take. */
const PIECE = 16 * 1024 ** 2;
/** Tries without a single byte more: a controller that is started again is back within that. */
const TRIES = 8;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;

/** What an artifact is stored as. */
export interface Title {
  readonly name: string;
  readonly version: string | null;
}

/** Tells how far it is: bytes that are there. */
export type OnSent = (bytes: number) => void;

/** Brings a file to the controller, going on where an earlier time ended, whoever of the two died. */
export async function sendFile(client: Client, file: LocalFile, title: Title, onSent: OnSent): Promise<void> {
  let [attempt, furthest] = [1, -1];
  for (;;) {
    try {
      for (;;) {
        const { sha256, size } = file;
        const begun = await client.call('artifacts.begin', { sha256, size, ...title });
        if (begun.offset > furthest) [attempt, furthest] = [1, begun.offset];
        if (await sendFrom(client, file, begun, onSent)) return;
      }
    } catch (error) {
      if (!isPassing(error) || attempt === TRIES) throw error;
    }
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
    await pause(longest * (0.5 + Math.random() / 2));
    attempt++;
  }
}

/** Sends the rest, piece by piece; answers whether it is stored. */
async function sendFrom(
  client: Client,
  { path, start = 0, size, sha256 }: LocalFile,
  begun: { readonly stored: boolean; readonly offset: number },
  onSent: OnSent,
): Promise<boolean> {
  let { stored, offset } = begun;
  while (!stored) {
    onSent(offset);
    const length = Math.min(PIECE, size - offset);
    // Whole and not stored: the controller died before it had checked it. An empty piece lets it do so.
    ({ stored, offset } = await client.putPiece(sha256, { path, start, offset, size: length }));
  }
  onSent(size);
  return stored;
}

/** The link broke, or somebody's earlier request has not ended yet: the same may work in a moment. */
const isPassing = (error: unknown): boolean =>
  (error instanceof ControllerError && error.code === 'no_controller') ||
  (error instanceof RefusedError && ['upload_busy', 'wrong_offset', 'http'].includes(error.code));
