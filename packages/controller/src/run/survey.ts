import type { HostName, InstanceId, UseName } from '@rolecall/protocol';
import { barrierId } from '../graph/graph.ts';
import type { InstanceState } from './instance-state.ts';
import { holdsHost } from './standing.ts';
import type { RunState } from './state.ts';
import { Tally } from './tally.ts';

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
  /** What is otherwise by now than it is in the run. */
  readonly #noted = new Map<InstanceId, InstanceState>();

  constructor(run: RunState) {
    this.run = run;
    const all = run.instances.values();
    for (const [use, members] of run.instances.byUse) {
      const tally = new Tally(members.map((index) => all[index] as InstanceState));
      this.#tallies.set(use, tally);
      this.#barriers.set(barrierId(use), tally);
    }
    for (const one of all) this.#hold(one);
  }

  /** As it is in this round. */
  get(instance: InstanceId): InstanceState | undefined {
    return this.#noted.get(instance) ?? this.run.instances.get(instance);
  }

  /** What the later moves of a round see of an earlier one. */
  note(now: InstanceState): void {
    this.#noted.set(now.instance, now);
    this.#tallies.get(now.use)?.put(this.run.instances.rankInUse(now.instance), now);
    this.#hold(now);
  }

  /** The members of a use and how they stand; nothing for one that the run leaves out. */
  tallyOf(use: UseName): Tally | undefined {
    return this.#tallies.get(use);
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
    const before = this.#holders.get(now.host);
    const holds = holdsHost(now);
    if (before === undefined && !holds) return;
    const others = (before ?? []).filter(({ instance }) => instance !== now.instance);
    this.#holders.set(now.host, holds ? [...others, now] : others);
  }
}
