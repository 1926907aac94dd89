import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostName } from '@rolecall/protocol';
import { Journal } from '../../packages/agent/src/journal/journal.ts';
import { Audit } from '../../packages/controller/src/audit/audit.ts';
import { Database } from '../../packages/controller/src/store/database.ts';
import { markOf } from '../../packages/controller/src/store/marks.ts';

/** Something that acknowledges what it has stored, and how to see in a copy of its files that nothing acknowledged is missing. */
export interface Writer {
  readonly entry: string;
  /** Opens the files as their owner does at its next start; throws, or answers what is wrong. */
  check(folder: string, acknowledged: number): Promise<readonly string[]>;
}

const EPOCH_MARK = 'a' as HostName;

export const storeWriter: Writer = {
  entry: join(import.meta.dirname, 'store-writer.entry.ts'),
  async check(folder, acknowledged) {
    const database = new Database(join(folder, 'store.db'));
    try {
      const wrong: string[] = [];
      const { integrity_check: integrity } = database.get<{ integrity_check: string }>('PRAGMA integrity_check') ?? {};
      if (integrity !== 'ok') wrong.push(`the store is damaged: ${integrity}`);
      const seq = markOf(database, EPOCH_MARK)?.seq ?? 0;
      if (seq < acknowledged) wrong.push(`${acknowledged} was acknowledged and ${seq} is there`);
      const { rows, broken } = await new Audit(database).verify();
      if (broken !== null || rows !== seq) wrong.push(`the mark is ${seq}, and of the audit ${rows} rows hold`);
      for (let n = 8; n <= acknowledged; n += 8) {
        const content = `blob ${n}`;
        const path = join(folder, 'blobs', createHash('sha256').update(content).digest('hex'));
        if (!existsSync(path) || readFileSync(path, 'utf8') !== content) wrong.push(`${content} is not whole`);
      }
      return wrong;
    } finally {
      database.close();
    }
  },
};

export const journalWriter: Writer = {
  entry: join(import.meta.dirname, 'journal-writer.entry.ts'),
  async check(folder, acknowledged) {
    const journal = Journal.open(folder, { reserveBytes: 4_096 });
    const { lastSeq, acknowledged: freed } = journal.state;
    const wrong = lastSeq < acknowledged ? [`${acknowledged} was acknowledged and ${lastSeq} is there`] : [];
    const { reports } = journal.read(journal.cursorAfter(freed), Number.MAX_SAFE_INTEGER);
    const seqs = reports.map(({ seq }) => seq);
    const wanted = Array.from({ length: lastSeq - freed }, (_, i) => freed + 1 + i);
    if (seqs.join() !== wanted.join())
      wrong.push(`of the reports after ${freed}, ${seqs.length} of ${wanted.length} are there`);
    await journal.close();
    return wrong;
  },
};
