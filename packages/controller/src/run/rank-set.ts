/** A set of ranks, 0 up to a size, that knows its lowest without looking at all of them. */
export class RankSet {
  readonly #has: boolean[];
  #size = 0;
  /** Nothing below it is in the set. */
  #from = 0;

  constructor(ranks: number) {
    this.#has = new Array<boolean>(ranks).fill(false);
  }

  get size(): number {
    return this.#size;
  }

  /** Puts a rank in or takes it out. */
  put(rank: number, isIn: boolean): void {
    if (this.#has[rank] === isIn) return;
    this.#has[rank] = isIn;
    this.#size += isIn ? 1 : -1;
    if (isIn && rank < this.#from) this.#from = rank;
  }

  lowest(): number | undefined {
    if (this.#size === 0) return undefined;
    while (this.#has[this.#from] !== true) this.#from += 1;
    return this.#from;
  }

  /** Up to `most` of them, lowest first. */
  some(most: number): readonly number[] {
    const found: number[] = [];
    const wanted = Math.min(most, this.#size);
    for (let rank = this.lowest() ?? 0; found.length < wanted; rank++) if (this.#has[rank] === true) found.push(rank);
    return found;
  }
}
