import { advance, type End, type Phase } from './advance.ts';
import type { Bound } from './bound.ts';
import { JointWrite } from './joint-write.ts';
import { OwedAround } from './listeners.ts';
import { type Intended, type Means, report, wasBegun } from './settle.ts';

/** So many are written together at most: as many may be half done after a power cut, and a cancel waits for them. */
const MOST = 64;

/**
 * The resources that are settled in one go from an index on: neighbours of one kind whose provider writes them together. At least
 * the first.
 */
export function neighbours(resources: readonly Bound[], index: number): readonly Bound[] {
  const provider = resources[index]?.provider;
  if (provider?.together !== true) return resources.slice(index, index + 1);
  const some = resources.slice(index, index + MOST);
  // Who is in a group goes beside its members, not together with who stands before it.
  const end = some.findIndex((bound) => bound.provider !== provider || bound.resource.parallel !== undefined);
  return end === -1 ? some : some.slice(0, end);
}

/** A neighbour after it was read: settled without a write, or to be written. */
type Step = { readonly bound: Bound; readonly end: End } | Intended;

/** Settles neighbours: reads them with one look, writes those that differ with one call. Ends of those that were reached, in order. */
export async function settleTogether(
  run: readonly Bound[],
  first: (bound: Bound) => Phase,
  means: Means,
): Promise<readonly End[]> {
  const steps = await readRun(run, first, means);
  const intended = steps.filter((step) => 'found' in step);
  const written = intended.length === 0 ? undefined : await JointWrite.of(intended, means);
  const ends: End[] = [];
  for (const step of steps) {
    const end = 'end' in step ? await finish(step, ends, means) : await written?.finish(step);
    if (end !== undefined) ends.push(end);
  }
  return ends;
}

/** Up to the first that cannot be read: that one fails in a run of its own, when all before it are settled. */
async function readRun(run: readonly Bound[], first: (bound: Bound) => Phase, means: Means): Promise<readonly Step[]> {
  const steps: Step[] = [];
  await means.reader.prepare(run);
  for (const bound of run) {
    let phase = first(bound);
    while (phase.at !== 'writing' && phase.at !== 'done' && phase.at !== 'failed') {
      phase = await advance(phase, bound, (one) => means.reader.read(one));
    }
    if (phase.at === 'failed' && steps.length > 0) break;
    if (phase.at !== 'writing') steps.push({ bound, end: phase });
    else steps.push({ bound, found: phase.found, change: phase.change, begun: wasBegun(first(bound)) });
    if (phase.at === 'failed') break;
  }
  return steps;
}

/** One that needed no write: as wanted, or brought there by an agent that was interrupted. Left out behind a failure. */
async function finish(
  { bound, end }: { readonly bound: Bound; readonly end: End },
  before: readonly End[],
  { listeners, owed, hooks }: Means,
): Promise<End | undefined> {
  if (before.some(({ at }) => at === 'failed')) return undefined;
  if (end.at === 'done' && end.outcome === 'changed') await new OwedAround(bound, listeners, owed).confirm();
  report(end, 0, hooks);
  return end;
}
