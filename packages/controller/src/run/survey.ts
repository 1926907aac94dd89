import { excludedBy, type HostName, type InstanceId, type LockName, type UseName } from '@rolecall/protocol';
import { instanceId } from '@rolecall/protocol/id-parts';
import { barrierId } from '../graph/graph.ts';
import { type HeldLock, inTheWay } from '../store/locks.ts';
import { ALONE, type Around } from './around.ts';
import type { InstanceState } from './instance-state.ts';
import { asHolder, holderOf, holdsLocks, isUnsettled, locksOf } from './locks.ts';
import { holdsHost, isDown, isUp } from './standing.ts';
import type { RunState } from './state.ts';
import { Tally } from './tally.ts';
import { settlerOf, waitChain } from './wait-chain.ts';

/** A lock that is in the way of another, and who has it. */
export interface Obstacle {
  readonly name: LockName;
  readonly holder: InstanceId;
  /** Where it is held by another run. */
  readonly elsewhere: HeldLock | undefined;
  /** It is not let go in this run. */
  readonly forGood: boolean;
}

/**
 * What gates ask about a run, worked out once for all of its instances and kept up to date while the moves of one round are
 * found. Not shared, and gone after its round.
 */
export class Survey {
  readonly run: RunState;
  readonly #tallies = new Map<UseName, Tally>();
  /** The same, by the name that stands in what waits for a whole use. */
  readonly #barriers = new Map<InstanceId, Tally>();
  readonly #holders = new Map<HostName, InstanceState[]>();
  readonly #locks = new Map<LockName, Map<InstanceId, InstanceState>>();
  readonly #around: Around;
  /** Whose turn has to come before a job can settle a former try. */
  readonly #chains = new Map<InstanceId, ReadonlySet<InstanceId>>();
  readonly #away = new Map<UseName, readonly InstanceState[]>();
  /** What is otherwise by now than it is in the run. */
  readonly #noted = new Map<InstanceId, InstanceState>();

  constructor(run: RunState, around: Around = ALONE) {
    this.run = run;
    this.#around = around;
    const all = run.instances.values();
    for (const [use, members] of run.instances.byUse) {
      const tally = new Tally(members.map((index) => all[index] as InstanceState));
      this.#tallies.set(use, tally);
      this.#barriers.set(barrierId(use), tally);
    }
    for (const [use, members] of run.instances.byWhole) {
      this.#barriers.set(barrierId(use), new Tally(members.map((index) => all[index] as InstanceState)));
    }
    for (const one of all) this.#hold(one);
  }

  /** A job that waits, with the member that would carry it out: the first that is healthy and there. */
  placed(one: InstanceState): InstanceState {
    if (one.job === null || one.phase !== 'waiting') return one;
    const { use, hosts } = one.job;
    const there = hosts.filter((host) => !this.#around.isAway(host));
    const healthy = there.find((host) => {
      const member = this.get(instanceId(use, host));
      return member === undefined || isUp(member);
    });
    return { ...one, host: healthy ?? there[0] ?? one.host };
  }

  /** Who keeps it from its locks; nothing where it may have them. */
  obstacleTo(one: InstanceState): Obstacle | undefined {
    for (const name of locksOf(one)) {
      const within = this.#heldFor(name, holderOf(one));
      if (within !== undefined) return within;
      const elsewhere = inTheWay(this.#around.held, name, asHolder(this.run, one));
      if (elsewhere === undefined) continue;
      return {
        name: elsewhere.name,
        holder: elsewhere.holder,
        elsewhere: elsewhere.run === this.run.created?.run ? undefined : elsewhere,
        forGood: !elsewhere.open && !this.#isSettledFor(one, elsewhere),
      };
    }
    return undefined;
  }

  /**
   * Whether a job of this run finds out what became of its own former try, and does not wait for this one itself. Nor may that one hold its host
   * until then.
   */
  #isSettledFor({ instance, unlocked }: InstanceState, kept: HeldLock): boolean {
    const settler = settlerOf(this.run, kept);
    if (settler === undefined || unlocked) return false;
    const chain = this.#chains.get(kept.holder) ?? waitChain(this.run, settler, this.#around.held);
    this.#chains.set(kept.holder, chain);
    return !chain.has(instance);
  }

  #heldFor(wanted: LockName, by: InstanceId): Obstacle | undefined {
    for (const name of excludedBy(wanted)) {
      for (const other of this.#locks.get(name)?.values() ?? []) {
        const holder = holderOf(other);
        if (holder !== by) return { name, holder, elsewhere: undefined, forGood: isUnsettled(other) };
      }
    }
    return undefined;
  }

  /** As it is in this round. */
  get(instance: InstanceId): InstanceState | undefined {
    return this.#noted.get(instance) ?? this.run.instances.get(instance);
  }

  /** What the later moves of a round see of an earlier one. */
  note(now: InstanceState): void {
    this.#noted.set(now.instance, now);
    if (now.job === null) this.#tallies.get(now.use)?.put(this.run.instances.rankInUse(now.instance), now);
    const { instances } = this.run;
    if (instances.byWhole.has(now.use)) {
      this.#barriers.get(barrierId(now.use))?.put(instances.rankInWhole(now.instance), now);
    }
    this.#hold(now);
  }

  /** The members of a use and how they stand; nothing for one that the run leaves out. */
  tallyOf(use: UseName): Tally | undefined {
    return this.#tallies.get(use);
  }

  /** The other members of a formed cluster whose hosts left in the middle of the run: they are down, and no tally counts them so. */
  awayBeside({ use, instance }: InstanceState): readonly InstanceState[] {
    const known = this.#away.get(use);
    const away =
      known ??
      this.run.instances.ofUse(use).filter(({ formed, gone, host }) => formed && !gone && this.#around.isAway(host));
    if (known === undefined) this.#away.set(use, away);
    return away.filter((one) => one.instance !== instance && !isDown(this.get(one.instance) ?? one));
  }

  /** Those of them that are waited for no longer. */
  givenUpBeside(one: InstanceState): readonly InstanceState[] {
    return this.awayBeside(one).filter(({ host }) => this.#around.isGivenUp(host));
  }

  /** The members for which a barrier stands; nothing where it stands for none of this run. */
  behind(barrier: InstanceId): Tally | undefined {
    return this.#barriers.get(barrier);
  }

  /** The instance for which a host is being changed, or is out of service. */
  holderOf(host: HostName): InstanceState | undefined {
    return this.#holders.get(host)?.[0];
  }

  #hold(now: InstanceState): void {
    for (const name of locksOf(now)) {
      const others = this.#locks.get(name);
      if (holdsLocks(now)) this.#locks.set(name, (others ?? new Map()).set(now.instance, now));
      else others?.delete(now.instance);
    }
    const before = this.#holders.get(now.host);
    const holds = holdsHost(now);
    if (before === undefined && !holds) return;
    const others = (before ?? []).filter(({ instance }) => instance !== now.instance);
    this.#holders.set(now.host, holds ? [...others, now] : others);
  }
}
