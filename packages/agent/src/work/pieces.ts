/** What one message may weigh, well below a frame. */
export const MAX_MESSAGE_CHARACTERS = 180 * 1024;

/** Gathers items into pieces of which each fits a message, and tells a piece as soon as it is full. */
export class Pieces<T> {
  readonly #tell: (piece: T[]) => Promise<void>;
  #piece: T[] = [];
  #left = MAX_MESSAGE_CHARACTERS;

  constructor(tell: (piece: T[]) => Promise<void>) {
    this.#tell = tell;
  }

  /** Resolves when there is room for the next one. */
  async add(item: T): Promise<void> {
    const size = JSON.stringify(item).length;
    if (size > this.#left) await this.end();
    this.#piece.push(item);
    this.#left -= size;
  }

  /** Tells what is left. */
  async end(): Promise<void> {
    const piece = this.#piece;
    this.#piece = [];
    this.#left = MAX_MESSAGE_CHARACTERS;
    if (piece.length > 0) await this.#tell(piece);
  }
}
