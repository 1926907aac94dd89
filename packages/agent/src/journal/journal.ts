import { randomUUID } from 'node:crypto';
import { closeSync, fdatasync, fdatasyncSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Report } from '@rolecall/protocol';
import { AgentError, codeOf, messageOf } from '../error.ts';
import type { JournalRecord } from '../state/record.ts';
import type { StateSnapshot } from '../state/snapshot.ts';
import { fold } from '../state/state.ts';
import { frameText } from './frame.ts';
import { readJournal } from './open.ts';
import { RESERVE_BYTES, Reserve } from './reserve.ts';
import { type Segment, scanSegment, segmentPath, syncFolder } from './segment.ts';

/** Where the journal touches the disk; tests put failures here. */
export interface JournalDisk {
  write(file: number, bytes: Uint8Array, position: number): number;
  sync(file: number): Promise<void>;
}

export interface JournalOptions {
  readonly segmentBytes?: number;
  readonly budgetBytes?: number;
  readonly reserveBytes?: number;
  readonly disk?: JournalDisk;
}

const SEGMENT_BYTES = 4 * 1024 * 1024;
/** Reports that nobody acknowledged take at most this much; then work pauses. */
const BUDGET_BYTES = 256 * 1024 * 1024;

const realDisk: JournalDisk = {
  write: (file, bytes, position) => writeSync(file, bytes, 0, bytes.length, position),
  sync: promisify(fdatasync),
};

/** A place among the reports: the next one to read is the first with a higher number. */
export interface ReportCursor {
  readonly seq: number;
  readonly segment: number;
  readonly offset: number;
}

/**
 * The agent's memory: an append-only file of records, folded into `state`. What `sync` has answered for survives a power cut.
 * Every method that writes throws an `AgentError` where the disk fails in a way that the reserve cannot help: there is nothing left to do
 * but to stop.
 */
export class Journal {
  readonly state: StateSnapshot;
  /** Bytes of a half-written record that a crash had left. */
  readonly cutBytes: number;
  readonly #folder: string;
  readonly #options: Required<JournalOptions>;
  readonly #reserve: Reserve;
  readonly #segments: Segment[];
  readonly #listeners = new Set<() => void>();
  #file: number;
  #appended = 0;
  #durable = 0;
  #durableSeq: number;
  #flight: Promise<void> | undefined;
  #full: boolean;

  /** Opens a journal, or starts one. */
  static open(folder: string, options: JournalOptions = {}): Journal {
    return new Journal(folder, options);
  }

  private constructor(folder: string, options: JournalOptions) {
    const found = readJournal(folder);
    this.state = found.state;
    this.cutBytes = found.cutBytes;
    this.#folder = folder;
    this.#options = {
      segmentBytes: options.segmentBytes ?? SEGMENT_BYTES,
      budgetBytes: options.budgetBytes ?? BUDGET_BYTES,
      reserveBytes: options.reserveBytes ?? RESERVE_BYTES,
      disk: options.disk ?? realDisk,
    };
    this.#reserve = new Reserve(folder, this.#options.reserveBytes);
    this.#segments = [...found.segments];
    const last = this.#segments.at(-1);
    this.#file = last === undefined ? this.#startSegment(1) : openSync(last.path, 'r+');
    this.#durableSeq = this.state.lastSeq;
    this.#full = !this.#reserve.hold();
  }

  /** The disk is full: what is left is only enough to say so. Asked before work starts; tries to get the reserve back. */
  isFull(): boolean {
    if (this.#full) this.#full = !this.#reserve.hold();
    return this.#full;
  }

  /** More reports wait for the controller than the budget allows. */
  isOverBudget(): boolean {
    return this.#segments.reduce((sum, segment) => sum + segment.size, 0) > this.#options.budgetBytes;
  }

  /** Waits while more reports wait for the controller than the budget allows. */
  async room(): Promise<void> {
    while (this.isOverBudget()) {
      await new Promise<void>((resolve) => {
        const stop = this.onChange(() => {
          stop();
          resolve();
        });
      });
    }
  }

  /** Calls back whenever more reports are durable, or some were acknowledged. Answers how to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Adds a record; `sync` makes it durable. */
  append(record: JournalRecord): void {
    this.#rollIfLong();
    this.#write(frameText(JSON.stringify(record)));
    fold(this.state, record);
    this.#appended++;
  }

  /** Adds a report under the next number. It is sent as soon as it is durable. */
  report(body: Report): number {
    const seq = this.state.lastSeq + 1;
    this.append({ is: 'report', seq, body });
    return seq;
  }

  /** Waits until everything that was appended is on disk; calls at the same time share one sync. */
  async sync(): Promise<void> {
    const target = this.#appended;
    while (this.#durable < target) {
      this.#flight ??= this.#syncOnce().finally(() => {
        this.#flight = undefined;
      });
      await this.#flight;
    }
  }

  /** The controller has stored every report up to here. */
  acknowledge(seq: number): void {
    if (seq <= this.state.acknowledged || seq > this.#durableSeq) return;
    this.append({ is: 'acknowledged', seq });
    this.#freeSegments();
    this.#announce();
  }

  /** Starts counting anew: the controller holds reports that this journal does not know to have sent. */
  startEpoch(): void {
    const state = { ...this.state, epoch: randomUUID(), lastSeq: 0, acknowledged: 0 };
    Object.assign(this.state, state, { finished: state.finished.map((work) => ({ ...work, seq: 0 })) });
    this.#roll();
    this.#durableSeq = 0;
    while (this.#segments.length > 1) this.#freeOldest();
  }

  /** The place after a report that the controller has. */
  cursorAfter(seq: number): ReportCursor {
    const segment = this.#segments.findLast((candidate) => candidate.after <= seq) ?? this.#segments[0];
    return { seq, segment: segment?.number ?? 0, offset: 0 };
  }

  /** Durable reports from a place on, at most so many bytes of them (but one at least), and the place after them. */
  read(
    cursor: ReportCursor,
    maxBytes: number,
  ): { readonly reports: readonly { readonly seq: number; readonly body: Report }[]; readonly cursor: ReportCursor } {
    const reports: { seq: number; body: Report }[] = [];
    let place = this.#segments.some((segment) => segment.number === cursor.segment)
      ? cursor
      : this.cursorAfter(cursor.seq);
    let left = maxBytes;
    for (const segment of this.#segments) {
      if (segment.number < place.segment) continue;
      if (segment.number > place.segment) place = { seq: place.seq, segment: segment.number, offset: 0 };
      scanSegment(segment.path, place.offset, segment.size, (record, end) => {
        if (record.is === 'report' && record.seq > place.seq) {
          if (record.seq > this.#durableSeq || left <= 0) return false;
          left -= end - place.offset;
          reports.push({ seq: record.seq, body: record.body });
        }
        place = { ...place, offset: end, seq: record.is === 'report' ? Math.max(place.seq, record.seq) : place.seq };
        return undefined;
      });
      if (left <= 0) break;
    }
    return { reports, cursor: place };
  }

  async close(): Promise<void> {
    await this.sync();
    closeSync(this.#file);
  }

  async #syncOnce(): Promise<void> {
    const [upTo, seq] = [this.#appended, this.state.lastSeq];
    try {
      await this.#options.disk.sync(this.#file);
    } catch (cause) {
      // After a failed sync nobody knows what is on the disk, and a second try would lie (PostgreSQL learned this in 2018).
      throw failed(this.#folder, cause);
    }
    this.#durable = Math.max(this.#durable, upTo);
    this.#durableSeq = Math.max(this.#durableSeq, Math.min(seq, this.state.lastSeq));
    this.#announce();
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }

  #write(bytes: Buffer): void {
    const segment = this.#segments.at(-1);
    if (segment === undefined) throw failed(this.#folder, 'no segment');
    try {
      this.#writeAt(bytes, segment.size);
    } catch (cause) {
      ftruncateSync(this.#file, segment.size);
      if (!isNoRoom(cause)) throw failed(this.#folder, cause);
      this.#full = true;
      if (!this.#reserve.release()) throw failed(this.#folder, cause);
      this.#writeAt(bytes, segment.size);
    }
    segment.size += bytes.length;
  }

  #writeAt(bytes: Buffer, position: number): void {
    let written = 0;
    while (written < bytes.length) {
      written += this.#options.disk.write(this.#file, bytes.subarray(written), position + written);
    }
  }

  #rollIfLong(): void {
    const size = this.#segments.at(-1)?.size ?? 0;
    if (size >= this.#options.segmentBytes && !this.#full) this.#roll();
  }

  #roll(): void {
    const old = this.#file;
    fdatasyncSync(old);
    try {
      this.#file = this.#startSegment((this.#segments.at(-1)?.number ?? 0) + 1);
    } catch (cause) {
      if (!isNoRoom(cause)) throw failed(this.#folder, cause);
      // The old segment grows on: that needs less room than a new one.
      this.#full = true;
      this.#reserve.release();
      return;
    }
    this.#durable = this.#appended;
    this.#durableSeq = this.state.lastSeq;
    if (this.#flight === undefined) closeSync(old);
    else this.#flight.finally(() => closeSync(old)).catch(() => {});
    this.#freeSegments();
  }

  /** The head is durable before anything older may be freed. */
  #startSegment(number: number): number {
    const path = segmentPath(this.#folder, number);
    const file = openSync(path, 'w', 0o600);
    const head = frameText(JSON.stringify({ is: 'head', state: this.state } satisfies JournalRecord));
    try {
      writeSync(file, head, 0, head.length, 0);
      fdatasyncSync(file);
      syncFolder(this.#folder);
    } catch (cause) {
      closeSync(file);
      rmSync(path, { force: true });
      throw cause;
    }
    this.#segments.push({ number, path, after: this.state.lastSeq, size: head.length });
    return file;
  }

  #freeSegments(): void {
    while ((this.#segments[1]?.after ?? Number.POSITIVE_INFINITY) <= this.state.acknowledged) this.#freeOldest();
  }

  #freeOldest(): void {
    const oldest = this.#segments.shift();
    if (oldest !== undefined) rmSync(oldest.path, { force: true });
  }
}

const isNoRoom = (thrown: unknown): boolean => codeOf(thrown) === 'ENOSPC' || codeOf(thrown) === 'EDQUOT';

const failed = (folder: string, cause: unknown): AgentError =>
  new AgentError('journal_failed', `the journal in ${folder} cannot be written: ${messageOf(cause)}`, {
    hint: 'check the disk under it; the agent starts again by itself and tries once more',
    cause,
  });
