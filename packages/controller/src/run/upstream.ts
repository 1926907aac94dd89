import { isBarrier, useOfBarrier } from '../graph/graph.ts';
import type { InstanceState, RunState } from './state.ts';
import { membersOf } from './state.ts';

/** What an instance waits for, barriers opened into the instances that they stand for; what the run leaves out counts as up. */
export function upstreamOf(run: RunState, { after }: InstanceState): readonly InstanceState[] {
  return after.flatMap((id) =>
    isBarrier(id) ? membersOf(run, useOfBarrier(id)).filter(({ gone }) => !gone) : (run.instances.get(id) ?? []),
  );
}

/** A host that is away and had nothing to change gives what it last gave: those who use it need not wait for it. */
export const leftAsItWas = ({ outcome, planned }: InstanceState): boolean =>
  outcome === 'unreachable' && planned?.outcome === 'ok';

/** Up, and what it gives can be used; or gone, as it should be. */
export const isUp = ({ outcome }: InstanceState): boolean =>
  outcome === 'ok' || outcome === 'changed' || outcome === 'removed';
