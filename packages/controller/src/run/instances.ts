import type { HostName, InstanceId, UseName } from '@rolecall/protocol';
import type { InstanceState } from './instance-state.ts';

/** Which instances belong together, by their index in the run's order. */
interface Layout {
  readonly indexes: ReadonlyMap<InstanceId, number>;
  /** In the order in which a use changes them; its jobs are not among them. */
  readonly uses: ReadonlyMap<UseName, readonly number[]>;
  readonly ranks: readonly number[];
  /** Members and jobs of those uses that have jobs. */
  readonly wholes: ReadonlyMap<UseName, readonly number[]>;
  readonly wholeRanks: readonly number[];
  readonly hosts: ReadonlyMap<HostName, readonly number[]>;
}

/** With 50,000 instances a change copies 256 entries and 196 lists, about a microsecond. */
const CHUNK = 256;

/** The instances of a run in its order. A change gives another one; both share everything else, so that it costs next to nothing. */
export class Instances {
  readonly #layout: Layout;
  readonly #chunks: readonly (readonly InstanceState[])[];

  private constructor(layout: Layout, chunks: readonly (readonly InstanceState[])[]) {
    this.#layout = layout;
    this.#chunks = chunks;
  }

  static of(all: readonly InstanceState[]): Instances {
    const count = Math.ceil(all.length / CHUNK);
    const chunks = Array.from({ length: count }, (_, i) => all.slice(i * CHUNK, (i + 1) * CHUNK));
    return new Instances(layOut(all), chunks);
  }

  /** With those that became known later, each behind the last of its use; one that is there already stays as it is. */
  and(more: readonly InstanceState[]): Instances {
    if (this.size === 0) return Instances.of(more);
    const added = more.filter(({ instance }) => !this.has(instance));
    const behind = Map.groupBy(added, ({ use }) => use);
    const all: InstanceState[] = [];
    for (const one of this.values().toReversed()) {
      all.push(...(behind.get(one.use) ?? []).toReversed(), one);
      behind.delete(one.use);
    }
    return Instances.of([...all.reverse(), ...[...behind.values()].flat()]);
  }

  get size(): number {
    return this.#layout.indexes.size;
  }

  get(instance: InstanceId): InstanceState | undefined {
    const index = this.#layout.indexes.get(instance);
    return index === undefined ? undefined : this.#at(index);
  }

  has(instance: InstanceId): boolean {
    return this.#layout.indexes.has(instance);
  }

  keys(): Iterable<InstanceId> {
    return this.#layout.indexes.keys();
  }

  values(): readonly InstanceState[] {
    return this.#chunks.flat();
  }

  /** Its place among those of its use, from 0. */
  rankInUse(instance: InstanceId): number {
    return this.#layout.ranks[this.#layout.indexes.get(instance) ?? -1] ?? -1;
  }

  /** Places in `values` of each use's members, in the order in which it changes them. */
  get byUse(): ReadonlyMap<UseName, readonly number[]> {
    return this.#layout.uses;
  }

  /** The same for its members and jobs together, for uses that have jobs. */
  get byWhole(): ReadonlyMap<UseName, readonly number[]> {
    return this.#layout.wholes;
  }

  /** Its place among members and jobs of its use, from 0. */
  rankInWhole(instance: InstanceId): number {
    return this.#layout.wholeRanks[this.#layout.indexes.get(instance) ?? -1] ?? -1;
  }

  ofUse(use: UseName): readonly InstanceState[] {
    return (this.#layout.uses.get(use) ?? []).map((index) => this.#at(index));
  }

  /** With its jobs. */
  ofWhole(use: UseName): readonly InstanceState[] {
    return (this.#layout.wholes.get(use) ?? this.#layout.uses.get(use) ?? []).map((index) => this.#at(index));
  }

  onHost(host: HostName): readonly InstanceState[] {
    return (this.#layout.hosts.get(host) ?? []).map((index) => this.#at(index));
  }

  /** With one of them as it is now. */
  with(now: InstanceState): Instances {
    const index = this.#layout.indexes.get(now.instance);
    if (index === undefined) return this;
    const chunk = Math.floor(index / CHUNK);
    const changed = (this.#chunks[chunk] ?? []).with(index % CHUNK, now);
    return new Instances(this.#layout, this.#chunks.with(chunk, changed));
  }

  #at(index: number): InstanceState {
    return this.#chunks[Math.floor(index / CHUNK)]?.[index % CHUNK] as InstanceState;
  }
}

function layOut(all: readonly InstanceState[]): Layout {
  const uses = grouped(all.map(({ use, job }) => (job === null ? use : undefined)));
  for (const members of uses.values()) members.sort((a, b) => (all[a]?.position ?? 0) - (all[b]?.position ?? 0));
  const wholes = withJobs(all, uses);
  return {
    wholes,
    wholeRanks: ranksIn(wholes.values(), all.length),
    indexes: new Map(all.map(({ instance }, index) => [instance, index])),
    uses,
    ranks: ranksIn(uses.values(), all.length),
    hosts: grouped(all.map(({ host }) => host)),
  };
}

function withJobs(
  all: readonly InstanceState[],
  uses: ReadonlyMap<UseName, readonly number[]>,
): ReadonlyMap<UseName, readonly number[]> {
  const jobs = grouped(all.map(({ use, job }) => (job === null ? undefined : use)));
  return new Map([...jobs].map(([use, own]) => [use, [...(uses.get(use) ?? []), ...own]]));
}

/** Indexes by key; what has none is left out. */
function grouped<K>(keys: readonly (K | undefined)[]): ReadonlyMap<K, number[]> {
  const groups = new Map<K, number[]>();
  for (const [index, key] of keys.entries()) {
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  }
  return groups;
}

function ranksIn(groups: Iterable<readonly number[]>, count: number): readonly number[] {
  const ranks = new Array<number>(count).fill(0);
  for (const group of groups) for (const [rank, index] of group.entries()) ranks[index] = rank;
  return ranks;
}
