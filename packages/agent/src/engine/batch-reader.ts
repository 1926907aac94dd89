import type { Host, Observed } from '@rolecall/resources';
import { readOne } from './advance.ts';
import type { Bound } from './bound.ts';

/**
 * Reads resources many at a time, kind by kind. A write makes what was read before it doubtful (a package brings files), so after one
 * the next resource is read alone, then two, then four: a run of writes costs one read each, a run of none hardly any.
 */
export class BatchReader {
  readonly #resources: readonly Bound[];
  readonly #host: Host;
  readonly #known = new Map<number, Observed<object>>();
  #span = Number.POSITIVE_INFINITY;

  /** `host`: the one that answers for many resources at once. */
  constructor(resources: readonly Bound[], host: Host) {
    this.#resources = resources;
    this.#host = host;
  }

  async read(bound: Bound): Promise<Observed<object>> {
    if (!this.#known.has(bound.index)) await this.#readFrom(bound.index);
    return this.#known.get(bound.index) ?? readOne(bound);
  }

  /** Something was written: nothing that was read counts any longer. */
  forget(): void {
    this.#known.clear();
    this.#span = 1;
  }

  async #readFrom(index: number): Promise<void> {
    const next = this.#resources.filter((bound) => bound.index >= index && bound.index < index + this.#span);
    this.#span *= 2;
    const kinds = [...Map.groupBy(next, (bound) => bound.provider).values()];
    await Promise.all(kinds.map((ofOneKind) => this.#readKind(ofOneKind)));
  }

  /** Where all together cannot be read, each is asked for by itself when its turn comes, so that only the culprit fails. */
  async #readKind(ofOneKind: readonly Bound[]): Promise<void> {
    const [first] = ofOneKind;
    if (first === undefined || ofOneKind.length === 1) return;
    const observed = await first.provider
      .read(
        this.#host,
        ofOneKind.map((bound) => bound.params),
      )
      .catch((): readonly Observed<object>[] => []);
    for (const [i, bound] of ofOneKind.entries()) {
      const one = observed[i];
      if (one !== undefined) this.#known.set(bound.index, one);
    }
  }
}
