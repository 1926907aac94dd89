import type { KeyObject } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstanceId, RunId } from '@rolecall/protocol';
import { AgentError } from '../error.ts';
import { writeDurably } from '../host/durable.ts';
import { PriorBook, scanBook } from './book.ts';
import { type PriorRecord, withoutContents } from './record.ts';

export interface PriorLimits {
  readonly bytes: number;
  readonly runs: number;
}

/** Enough for a hundred runs that each change some hundred files of configuration. */
const LIMITS: PriorLimits = { bytes: 256 * 1024 * 1024, runs: 100 };
/** Holds the last run that was dropped. */
const DROPPED = 'dropped';

/** What stood on this host before each run wrote: `RUN/INSTANCE` under one folder, the oldest runs dropped first. */
export class PriorStore {
  readonly #folder: string;
  readonly #key: KeyObject;
  readonly #limits: PriorLimits;
  #book: { readonly path: string; readonly book: PriorBook } | undefined;

  constructor(folder: string, key: KeyObject, limits: PriorLimits = LIMITS) {
    this.#folder = folder;
    this.#key = key;
    this.#limits = limits;
  }

  /**
   * Keeps records; the first for a resource within a run stays. On disk when this resolves. `inUse` are runs that must not be
   * dropped to make room. Where one run alone fills the room, contents of files are left out from there on.
   */
  async keep(
    run: RunId,
    instance: InstanceId,
    records: readonly PriorRecord[],
    inUse: ReadonlySet<string>,
  ): Promise<void> {
    if (records.length === 0) return;
    const book = await this.#open(run, instance, inUse);
    const isFull = book.bytes > this.#limits.bytes;
    await book.add(isFull ? records.map(withoutContents) : records);
  }

  /**
   * What a run found for an instance, in the order in which it was written. Throws `no_prior` where that is no longer known; `changed`: the run is known
   * to have changed something.
   */
  async of(run: RunId, instance: InstanceId, changed: boolean): Promise<readonly PriorRecord[]> {
    const path = join(this.#folder, run, instance);
    const isKnown = await access(path).then(
      () => true,
      () => false,
    );
    if (!isKnown && (changed || run <= this.#dropped())) throw lost(run, instance);
    const records: PriorRecord[] = [];
    await scanBook(path, this.#key, (record) => records.push(record));
    return records;
  }

  /** The work is done: nothing more is kept for now. */
  async close(): Promise<void> {
    const open = this.#book;
    this.#book = undefined;
    await open?.book.close();
  }

  async #open(run: RunId, instance: InstanceId, inUse: ReadonlySet<string>): Promise<PriorBook> {
    const path = join(this.#folder, run, instance);
    if (this.#book?.path === path) return this.#book.book;
    await this.close();
    const book = await PriorBook.open(path, this.#key);
    this.#book = { path, book };
    this.#makeRoom(new Set([...inUse, run]));
    return book;
  }

  #makeRoom(inUse: ReadonlySet<string>): void {
    const runs = this.#runs();
    let bytes = runs.reduce((sum, { size }) => sum + size, 0);
    let count = runs.length;
    for (const { run, size } of runs) {
      if (bytes <= this.#limits.bytes && count <= this.#limits.runs) return;
      if (inUse.has(run)) continue;
      if (run > this.#dropped()) writeDurably(join(this.#folder, DROPPED), run);
      rmSync(join(this.#folder, run), { recursive: true, force: true });
      bytes -= size;
      count--;
    }
  }

  /** Oldest first: the ids of runs are ordered by time. */
  #runs(): readonly { readonly run: string; readonly size: number }[] {
    const runs = readdirSync(this.#folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return runs
      .map(({ name }) => ({ run: name, size: sizeOf(join(this.#folder, name)) }))
      .sort((one, other) => (one.run < other.run ? -1 : 1));
  }

  #dropped(): string {
    try {
      return readFileSync(join(this.#folder, DROPPED), 'utf8');
    } catch {
      return '';
    }
  }
}

const sizeOf = (folder: string): number =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

const lost = (run: RunId, instance: InstanceId): AgentError =>
  new AgentError('no_prior', `what ${instance} was like before the run ${run} is no longer known on this host`, {
    hint: 'what stood there before is kept for the last 100 runs, 256 MiB at most; go back by applying the former site',
  });
