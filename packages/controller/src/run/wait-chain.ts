import type { InstanceId, UseName } from '@rolecall/protocol';
import { isBarrier, useOfBarrier } from '../graph/graph.ts';
import { type HeldLock, inTheWay } from '../store/locks.ts';
import type { InstanceState } from './instance-state.ts';
import { asHolder, locksOf } from './locks.ts';
import type { RunState } from './state.ts';

/** The job of a run that finds out what became of its own former try, for which a lock is kept; nothing where that has ended, or is no part of it. */
export function settlerOf(run: RunState, { site, holder, open }: HeldLock): InstanceState | undefined {
  const same = !open && site === run.created?.site ? run.instances.get(holder) : undefined;
  return same?.phase === 'ended' ? undefined : same;
}

/**
 * All whose turn may have to come before that of one, and itself: what it uses, what that uses, the other members of a use, for they go in an order,
 * and the jobs that have to settle a former try first. Whoever is among them and waits for this one would wait for ever.
 */
export function waitChain(run: RunState, from: InstanceState, held: readonly HeldLock[]): ReadonlySet<InstanceId> {
  const chain = new Set<InstanceId>();
  const uses = new Set<UseName>();
  const open: InstanceId[] = [from.instance];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (chain.has(id)) continue;
    chain.add(id);
    const one = run.instances.get(id);
    if (one === undefined || isBarrier(id)) open.push(...idsOf(run.instances.ofWhole(useOfBarrier(id))));
    else if (one.phase === 'waiting') {
      open.push(...one.after, ...settlersFor(run, one, held));
      if (one.job !== null || uses.has(one.use)) continue;
      uses.add(one.use);
      open.push(...idsOf(run.instances.ofUse(one.use)));
    }
  }
  return chain;
}

const idsOf = (all: readonly InstanceState[]): readonly InstanceId[] => all.map(({ instance }) => instance);

const settlersFor = (run: RunState, one: InstanceState, held: readonly HeldLock[]): readonly InstanceId[] =>
  locksOf(one).flatMap((name) => {
    const kept = inTheWay(held, name, asHolder(run, one));
    return (kept && settlerOf(run, kept)?.instance) ?? [];
  });
