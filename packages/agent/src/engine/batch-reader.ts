import type { Host, Observed } from '@rolecall/resources';
import { readOne } from './advance.ts';
import type { Bound } from './bound.ts';

/** After a write so many resources are read at once, and then each time so many times more. */
const AFTER_A_WRITE = 16;
const GROWTH = 8;

/**
 * Reads resources many at a time, kind by kind. A write makes what was read before it doubtful (a package brings files), so after one the
 * next few are read, then more, then all: a run of writes costs one small look each, a single write among many little more than a second look.
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
    this.#span = AFTER_A_WRITE;
  }

  /** Reads what is to be settled in one go, with one look. */
  async prepare(run: readonly Bound[]): Promise<void> {
    const [missing, ...more] = run.filter((bound) => !this.#known.has(bound.index));
    if (missing === undefined) return;
    if (this.#span > run.length) await this.#readFrom(missing.index);
    else if (more.length > 0) await this.#keep([missing, ...more]);
  }

  async #readFrom(index: number): Promise<void> {
    const next = this.#resources.filter((bound) => bound.index >= index && bound.index < index + this.#span);
    this.#span *= GROWTH;
    const kinds = [...Map.groupBy(next, (bound) => bound.provider).values()];
    await Promise.all(kinds.filter(({ length }) => length > 1).map((ofOneKind) => this.#keep(ofOneKind)));
  }

  async #keep(ofOneKind: readonly Bound[]): Promise<void> {
    for (const [{ index }, observed] of await readAll(ofOneKind, this.#host)) this.#known.set(index, observed);
  }
}

/**
 * What is read of resources of one kind with one look. Where all together cannot be read none is in the answer: each is asked for by itself
 * then, so that only the culprit fails.
 */
export async function readAll(
  ofOneKind: readonly Bound[],
  host = ofOneKind[0]?.host,
): Promise<ReadonlyMap<Bound, Observed<object>>> {
  const found = new Map<Bound, Observed<object>>();
  const [first] = ofOneKind;
  if (first === undefined || host === undefined) return found;
  const observed: readonly Observed<object>[] = await first.provider
    .read(
      host,
      ofOneKind.map((bound) => bound.params),
    )
    .catch(() => []);
  for (const [i, bound] of ofOneKind.entries()) {
    const one = observed[i];
    if (one !== undefined) found.set(bound, one);
  }
  return found;
}
