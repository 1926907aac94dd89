import type { KeyObject } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openSealedBytes, sealBytes, sealingPublicKey } from '@rolecall/protocol/sealed-box';
import { AgentError } from '../error.ts';
import { syncFolder } from '../host/durable.ts';
import { frame, frameAt } from '../journal/frame.ts';
import { type PriorRecord, packRecords, unpackRecords } from './record.ts';

const idOf = ({ resource }: PriorRecord): string => `${resource.kind}:${resource.key}`;

/**
 * The priors of one run and instance: one file, written on at its end, a frame of the journal's form for each page of records, sealed to the host's own
 * key. A half-written one at the end is cut off: what it was for was not touched.
 */
export class PriorBook {
  readonly #file: FileHandle;
  readonly #publicKey: string;
  readonly #ids: Set<string>;
  #size: number;

  /** Opens a book to write on, or starts one. */
  static async open(path: string, key: KeyObject): Promise<PriorBook> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const ids = new Set<string>();
    const size = await scanBook(path, key, (record) => ids.add(idOf(record)));
    const file = await open(path, 'a+', 0o600).then(async (made) => {
      await made.close();
      return open(path, 'r+');
    });
    for (const folder of [dirname(path), dirname(dirname(path))]) syncFolder(folder);
    return new PriorBook(file, sealingPublicKey(key), ids, size);
  }

  private constructor(file: FileHandle, publicKey: string, ids: Set<string>, size: number) {
    this.#file = file;
    this.#publicKey = publicKey;
    this.#ids = ids;
    this.#size = size;
  }

  get bytes(): number {
    return this.#size;
  }

  /** Adds what is not in it yet. On disk when this resolves; where it throws, nothing was added. */
  async add(records: readonly PriorRecord[]): Promise<void> {
    const fresh = records.filter((record) => !this.#ids.has(idOf(record)));
    if (fresh.length === 0) return;
    const bytes = Buffer.concat(packRecords(fresh).map((page) => frame(sealBytes(this.#publicKey, page))));
    await this.#file.truncate(this.#size);
    let written = 0;
    while (written < bytes.length) {
      const at = this.#size + written;
      written += (await this.#file.write(bytes, written, bytes.length - written, at)).bytesWritten;
    }
    await this.#file.datasync();
    this.#size += bytes.length;
    for (const record of fresh) this.#ids.add(idOf(record));
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** Gives the records of a book in the order in which they were written; answers how many bytes they take. None where there is no book. */
export async function scanBook(path: string, key: KeyObject, each: (record: PriorRecord) => void): Promise<number> {
  const bytes = await readFile(path).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return Buffer.alloc(0);
    throw thrown;
  });
  let size = 0;
  for (let found = frameAt(bytes, 0); found !== 'cut' && found !== 'bad'; found = frameAt(bytes, size)) {
    for (const record of opened(found.payload, key, path)) each(record);
    size = found.end;
  }
  return size;
}

function opened(payload: Buffer, key: KeyObject, path: string): readonly PriorRecord[] {
  try {
    return unpackRecords(openSealedBytes(key, payload));
  } catch (cause) {
    throw new AgentError('no_prior', `what stood there before cannot be read: ${path} was sealed to another key`, {
      hint: 'the host was enrolled anew since; bring back what you need from a backup',
      cause,
    });
  }
}
