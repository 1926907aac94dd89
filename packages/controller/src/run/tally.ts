import type { InstanceState } from './instance-state.ts';
import { RankSet } from './rank-set.ts';
import { isStopped, reasonsForAll } from './restarts.ts';
import { isDown, isLost, isMissing, isUnstaged, isUp } from './standing.ts';

/** What members of a use are counted as. */
const COUNTED = {
  notUp: (one: InstanceState) => !isUp(one),
  /** Of those behind the barrier of the use: what is gone from the site is not among them. */
  missing: (one: InstanceState) => !one.gone && isMissing(one),
  /** Missing for good. */
  broken: (one: InstanceState) => !one.gone && one.phase === 'ended' && isMissing(one),
  down: isDown,
  lost: isLost,
  /** Will be taken down, and was not yet. */
  ahead: (one: InstanceState) => (one.phase === 'waiting' || one.phase === 'staging') && one.disturbs,
  /** What it needs before any member is changed is still to be brought to its host. */
  unstaged: (one: InstanceState) => one.phase !== 'ended' && isUnstaged(one),
  /** What it needs will not be brought to its host in this run. */
  neverStaged: (one: InstanceState) => one.phase === 'ended' && isUnstaged(one),
  /** It will not be changed in this run, though it should be. */
  leftOut: (one: InstanceState) => one.phase === 'ended' && isMissing(one) && one.planned?.outcome !== 'ok',
  /** Others must be changed with it: its cluster has yet to form, or it is restarted for what all must have at the same time. */
  forAll: (one: InstanceState) => one.togetherOn !== undefined && (!one.formed || reasonsForAll(one).length > 0),
  stopped: isStopped,
} as const;

export type Counted = keyof typeof COUNTED;
const COUNTS = Object.keys(COUNTED) as readonly Counted[];

/** The members of one use in the order in which it changes them, counted by how they stand. */
export class Tally {
  readonly #members: InstanceState[];
  readonly #counts: Readonly<Record<Counted, RankSet>>;

  constructor(members: readonly InstanceState[]) {
    this.#members = [...members];
    const sets = COUNTS.map((what) => [what, new RankSet(members.length)]);
    this.#counts = Object.fromEntries(sets) as Record<Counted, RankSet>;
    for (const [rank, member] of members.entries()) this.put(rank, member);
  }

  /** One member as it is now. */
  put(rank: number, now: InstanceState): void {
    this.#members[rank] = now;
    for (const what of COUNTS) this.#counts[what].put(rank, COUNTED[what](now));
  }

  count(what: Counted): number {
    return this.#counts[what].size;
  }

  first(what: Counted): InstanceState | undefined {
    return this.#members[this.#counts[what].lowest() ?? -1];
  }

  /** Up to `most` of them, first in order first. */
  some(what: Counted, most: number): readonly InstanceState[] {
    return this.#counts[what].some(most).map((rank) => this.#members[rank] as InstanceState);
  }
}
