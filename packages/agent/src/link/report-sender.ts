import type { Journal, ReportCursor } from '../journal/journal.ts';
import type { SendQueue } from './send-queue.ts';

/** So many reports are under way without being acknowledged. */
const WINDOW = 512;
const PIECE_BYTES = 128 * 1024;

/** Sends the journal's reports in their order on one link, from the first that is not acknowledged. */
export class ReportSender {
  readonly #journal: Journal;
  readonly #queue: SendQueue;
  #cursor: ReportCursor;

  constructor(journal: Journal, queue: SendQueue) {
    this.#journal = journal;
    this.#queue = queue;
    this.#cursor = journal.cursorAfter(journal.state.acknowledged);
  }

  /** Sends what there is and what the link takes. */
  pump(): void {
    while (this.#queue.hasRoom() && this.#cursor.seq - this.#journal.state.acknowledged < WINDOW) {
      const { reports, cursor } = this.#journal.read(this.#cursor, PIECE_BYTES);
      this.#cursor = cursor;
      if (reports.length === 0) return;
      for (const { seq, body } of reports) this.#queue.send(JSON.stringify({ type: 'report', seq, body }));
    }
  }
}
