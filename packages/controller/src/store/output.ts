import { type HostName, type OutputChunk, type OutputStream, placeOutput } from '@rolecall/protocol';
import type { Database } from './database.ts';

/** Bytes kept of one stream; what comes after is counted and not kept. */
const MAX_STREAM_BYTES = 64 * 1024 * 1024;

/** Bytes kept of one host; where it has more, its oldest streams go. */
const MAX_HOST_BYTES = 2 * 1024 * 1024 * 1024;
/** What a stream takes beside its bytes: very many short ones fill a disk too. */
const STREAM_BYTES = 1_024;

/** A stored piece of output. `at` is when it came, in milliseconds since 1970. */
export interface StoredChunk {
  readonly host: HostName;
  readonly of: string;
  readonly stream: OutputStream;
  readonly offset: number;
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** What became of a chunk. `gap`: `held` bytes of the stream are here, and the chunk begins after them. */
export type Placed =
  | { readonly is: 'stored'; readonly chunk: OutputChunk }
  | { readonly is: 'repeat' }
  | { readonly is: 'gap'; readonly held: number };

interface StreamRow {
  readonly key: number;
  readonly bytes: number;
}

/** Keeps each byte of a stream once, whatever is sent again. `most` is for tests of what one host may fill. */
export function storeOutput(database: Database, host: HostName, sent: OutputChunk, most = MAX_HOST_BYTES): Placed {
  const { of, stream } = sent;
  const row = database.get<StreamRow>(
    'SELECT key, bytes FROM output_stream WHERE of = ? AND host = ? AND stream = ?',
    of,
    host,
    stream,
  );
  const held = row?.bytes ?? 0;
  const chunk = freshPart(sent, held);
  if (chunk === undefined) return { is: 'repeat' };
  if (placeOutput(chunk, held) === 'gap') return { is: 'gap', held };
  database.transaction(() => {
    const key = row?.key ?? newStream(database, host, chunk, most);
    database.run('UPDATE output_stream SET bytes = ? WHERE key = ?', held + chunk.bytes.length, key);
    if (held >= MAX_STREAM_BYTES) return;
    const sql = 'INSERT INTO output_chunk (stream, offset, at, bytes) VALUES (?, ?, ?, ?)';
    database.run(sql, key, held, Date.now(), chunk.bytes);
  });
  return { is: 'stored', chunk };
}

/** What is new of a chunk that was partly sent before; nothing where all of it was. */
function freshPart(chunk: OutputChunk, held: number): OutputChunk | undefined {
  if (chunk.offset > held) return chunk;
  const bytes = chunk.bytes.subarray(held - chunk.offset);
  return bytes.length === 0 ? undefined : { ...chunk, offset: held, bytes };
}

function newStream(database: Database, host: HostName, { of, stream }: OutputChunk, most: number): number {
  makeRoom(database, host, most);
  const sql = 'INSERT INTO output_stream (host, of, stream, bytes) VALUES (?, ?, ?, 0) RETURNING key';
  return database.get<{ key: number }>(sql, host, of, stream)?.key ?? 0;
}

function makeRoom(database: Database, host: HostName, most: number): void {
  const sql = 'SELECT coalesce(sum(min(bytes, ?) + ?), 0) AS taken FROM output_stream WHERE host = ?';
  let taken = database.get<{ taken: number }>(sql, MAX_STREAM_BYTES, STREAM_BYTES, host)?.taken ?? 0;
  while (taken > most) {
    const oldest = database.get<StreamRow>('SELECT key, bytes FROM output_stream WHERE host = ? ORDER BY key', host);
    if (oldest === undefined) return;
    database.run('DELETE FROM output_chunk WHERE stream = ?', oldest.key);
    database.run('DELETE FROM output_stream WHERE key = ?', oldest.key);
    taken -= Math.min(oldest.bytes, MAX_STREAM_BYTES) + STREAM_BYTES;
  }
}

/**
 * Output whose name starts so, as it came; a run's own is `RUN/`, one assignment's `ASSIGNMENT#`, an ad-hoc command's its id.
 * `after` leaves out what came before that time.
 */
export function* readOutput(database: Database, prefix: string, after = 0): Iterable<StoredChunk> {
  // Names are ASCII: nothing that starts with the prefix sorts after this.
  const end = `${prefix}\u{10FFFF}`;
  yield* database.each<StoredChunk>(
    `SELECT host, of, output_stream.stream AS stream, offset, at, output_chunk.bytes AS bytes
     FROM output_stream JOIN output_chunk ON output_chunk.stream = output_stream.key
     WHERE of >= ? AND of < ? AND at >= ? ORDER BY at, output_stream.key, offset`,
    prefix,
    end,
    after,
  );
}

/** Drops what came before a time and was not added to since. */
export function dropOutput(database: Database, before: number): void {
  database.transaction(() => {
    const old = '(SELECT stream FROM output_chunk GROUP BY stream HAVING max(at) < ?)';
    database.run(`DELETE FROM output_chunk WHERE stream IN ${old}`, before);
    database.run('DELETE FROM output_stream WHERE key NOT IN (SELECT stream FROM output_chunk)');
  });
}
