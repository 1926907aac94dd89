import { refused } from './refused.ts';

/** A stream that is read in wanted amounts; it holds no more than one piece beyond what was asked for. */
export class Bytes {
  readonly #input: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array();

  constructor(input: AsyncIterable<Uint8Array>) {
    this.#input = input[Symbol.asyncIterator]();
  }

  /** Exactly so many bytes; nothing at the end of the stream. Throws where the stream ends in between. */
  async exactly(count: number): Promise<Buffer | undefined> {
    const pieces: Uint8Array[] = [];
    let left = count;
    for await (const piece of this.upTo(count)) {
      pieces.push(piece);
      left -= piece.length;
    }
    if (left === count && count > 0) return undefined;
    if (left > 0) throw refused('it ends in the middle of an entry');
    return Buffer.concat(pieces);
  }

  /** So many bytes as they come, fewer where the stream ends. */
  async *upTo(count: number): AsyncGenerator<Uint8Array> {
    let left = count;
    while (left > 0) {
      if (this.#held.length === 0) {
        const next = await this.#input.next();
        if (next.done === true) return;
        this.#held = next.value;
      }
      const piece = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(piece.length);
      left -= piece.length;
      if (piece.length > 0) yield piece;
    }
  }
}
