import { jobOf } from '@rolecall/protocol/id-parts';
import { isBarrier, useOfBarrier } from '../graph/graph.ts';
import type { InstanceState } from './instance-state.ts';
import { isMissing } from './standing.ts';
import type { RunState } from './state.ts';
import type { Survey } from './survey.ts';
import type { Tally } from './tally.ts';

/** What an instance waits for, barriers opened into the instances that they stand for. */
export const upstreamOf = ({ instances }: RunState, { after }: InstanceState): readonly InstanceState[] =>
  after.flatMap((id) =>
    isBarrier(id) ? instances.ofWhole(useOfBarrier(id)).filter(({ gone }) => !gone) : (instances.get(id) ?? []),
  );

/** What of it an instance uses is not up: how many, and the first of them. What the run leaves out counts as up. */
export function missingFor(
  survey: Survey,
  { after }: InstanceState,
): { readonly count: number; readonly first: InstanceState | undefined } {
  let count = 0;
  let first: InstanceState | undefined;
  for (const id of after) {
    const tally = membersBehind(survey, id);
    const other = tally === undefined ? oneMissing(survey, id) : tally.first('missing');
    count += tally?.count('missing') ?? (other === undefined ? 0 : 1);
    first ??= other;
  }
  return { count, first };
}

/** The first of what a last step comes after that has not ended yet, in whatever word. */
export const openBefore = (survey: Survey, { after }: InstanceState): InstanceState | undefined =>
  after.flatMap((id) => survey.get(id) ?? []).find(({ phase }) => phase !== 'ended');

/** The first of what an instance uses that will not come up any more in this run. */
export function brokenFor(survey: Survey, { after }: InstanceState): InstanceState | undefined {
  for (const id of after) {
    const tally = membersBehind(survey, id);
    const other = tally === undefined ? oneMissing(survey, id) : tally.first('broken');
    if (other?.phase === 'ended') return other;
  }
  return undefined;
}

/**
 * The members for which a name stands. So does that of a job that the run does not have: which jobs a use has is not known before its members are,
 * and they come into the run with it.
 */
const membersBehind = (survey: Survey, id: InstanceState['instance']): Tally | undefined =>
  survey.behind(id) ??
  (jobOf(id) !== undefined && survey.get(id) === undefined ? survey.tallyOf(useOfBarrier(id)) : undefined);

function oneMissing(survey: Survey, id: InstanceState['instance']): InstanceState | undefined {
  const other = isBarrier(id) ? undefined : survey.get(id);
  return other !== undefined && isMissing(other) ? other : undefined;
}
