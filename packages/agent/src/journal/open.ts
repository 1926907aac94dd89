import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { AgentError } from '../error.ts';
import { emptyState, type StateSnapshot } from '../state/snapshot.ts';
import { fold } from '../state/state.ts';
import { type Segment, scanSegment, segmentNumbers, segmentPath, syncFolder } from './segment.ts';

/** What was on disk. */
export interface Found {
  readonly state: StateSnapshot;
  /** Oldest first; the last one is written on. Empty in a new journal. */
  readonly segments: readonly Segment[];
  /** Bytes that a crash had left half written at the end. */
  readonly cutBytes: number;
}

/**
 * Reads a journal's folder. A torn tail of the last segment is cut off: nobody was told of it. Damage anywhere else means that the disk lost
 * something that was promised: that is said, and the file is kept.
 */
export function readJournal(folder: string): Found {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const state = emptyState(randomUUID());
  const numbers = segmentNumbers(folder);
  const segments: Segment[] = [];
  let cutBytes = 0;
  for (const number of numbers) {
    const path = segmentPath(folder, number);
    const bytes = statSync(path).size;
    const { after, size } = readSegment(path, bytes, state);
    if (size < bytes && number !== numbers.at(-1)) throw damaged(path, size);
    cutBytes += bytes - size;
    if (after === undefined) removeSegment(folder, path);
    else {
      if (size < bytes) truncate(path, size);
      segments.push({ number, path, after, size });
    }
  }
  return { state, segments, cutBytes };
}

/** Folds one segment into the state; `after` is missing where not even its head is whole. */
function readSegment(path: string, bytes: number, state: StateSnapshot): { after: number | undefined; size: number } {
  let after: number | undefined;
  const size = scanSegment(path, 0, bytes, (record, end) => {
    if (after === undefined && record.is !== 'head') throw damaged(path, end);
    fold(state, record);
    after ??= state.lastSeq;
    return undefined;
  });
  return { after, size };
}

const damaged = (path: string, offset: number): AgentError =>
  new AgentError('journal_damaged', `the journal is damaged: ${path} holds no valid record at byte ${offset}`, {
    hint: 'check the disk; to go on, move that folder away: the agent then starts a new journal, and reports that the controller had not stored are lost',
  });

function truncate(path: string, size: number): void {
  const file = openSync(path, 'r+');
  try {
    ftruncateSync(file, size);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function removeSegment(folder: string, path: string): void {
  rmSync(path);
  syncFolder(folder);
}
