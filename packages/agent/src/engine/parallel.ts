import type { Fault } from '@rolecall/protocol';
import { advance, type End, type Phase } from './advance.ts';
import type { Bound } from './bound.ts';
import { OwedAround } from './listeners.ts';
import { type Intended, isUntouched, type Means, report, wasBegun } from './settle.ts';

/** So many members of a group are written at the same time: two cores and one disk have enough to do then. */
const AT_ONCE = 4;

/** The resources from an index on that their author lets go at the same time; nothing where that one is in no group. */
export function groupAt(resources: readonly Bound[], index: number): readonly Bound[] {
  if (resources[index]?.resource.parallel === undefined) return [];
  let end = index + 1;
  while (resources[end]?.resource.parallel === 'next') end++;
  return resources.slice(index, end);
}

/** What is left of a group whose members before an index are settled: nothing where another begins there. */
export const restOfGroup = (resources: readonly Bound[], index: number): readonly Bound[] =>
  resources[index]?.resource.parallel === 'next' ? groupAt(resources, index) : [];

/** A member that is to be written, and what it owes to services. */
interface Member extends Intended {
  readonly around: OwedAround;
}

/**
 * Settles a group. All that differ are journaled before any is touched, then written some at a time, each to its own end: one that fails stops
 * no other. Their ends are told in their order, so that a journal that was cut off anywhere says what lies before it.
 */
export async function settleGroup(
  group: readonly Bound[],
  first: (bound: Bound) => Phase,
  means: Means,
): Promise<readonly End[]> {
  const { reader, listeners, owed, hooks } = means;
  await reader.prepare(group);
  const read = new Map<Bound, End | Member>();
  for (const bound of group) {
    const found = await readMember(bound, first(bound), means);
    const around = new OwedAround(bound, listeners, owed);
    read.set(bound, found.at === 'writing' ? { bound, ...found, begun: wasBegun(first(bound)), around } : found);
  }
  const members = [...read.values()].filter((one) => 'around' in one);
  for (const { around } of members) await around.expect();
  const refusal = members.length === 0 ? undefined : await hooks.beforeWrite(members);
  reader.forget();
  const written = writeAll(members, refusal);
  const ends: End[] = [];
  for (const bound of group) ends.push(await tell(bound, read.get(bound), await written.get(bound), means));
  return ends;
}

/** Up to where it would be written. */
async function readMember(
  bound: Bound,
  first: Phase,
  { reader }: Means,
): Promise<Extract<Phase, { at: 'writing' }> | End> {
  let phase = first;
  while (phase.at !== 'writing' && phase.at !== 'done' && phase.at !== 'failed') {
    phase = await advance(phase, bound, (one) => reader.read(one));
  }
  return phase;
}

interface Written {
  readonly end: End;
  readonly tookMs: number;
}

/** Begins with some of them, and goes on with the others as those end. */
function writeAll(members: readonly Member[], refusal: Fault | undefined): ReadonlyMap<Bound, Promise<Written>> {
  const ends = members.map((one) => ({ one, ...Promise.withResolvers<Written>() }));
  const left = ends.values();
  const work = async (): Promise<void> => {
    for (const { one, resolve } of left) resolve(await writeOne(one, refusal));
  };
  for (let lane = 0; lane < AT_ONCE; lane++) void work();
  return new Map(ends.map(({ one, promise }) => [one.bound, promise]));
}

async function writeOne({ bound, change, found }: Member, refusal: Fault | undefined): Promise<Written> {
  if (refusal !== undefined) return { end: { at: 'failed', change, fault: refusal }, tookMs: 0 };
  const started = performance.now();
  let phase: Phase = { at: 'writing', change, found };
  while (phase.at !== 'done' && phase.at !== 'failed') phase = await advance(phase, bound, neverRead);
  return { end: phase, tookMs: performance.now() - started };
}

/** What was read before other members were written is not asked for again. */
const neverRead = (): Promise<never> => Promise.reject(new Error('a resource that is written was read before'));

async function tell(
  bound: Bound,
  read: End | Member | undefined,
  written: Written | undefined,
  { listeners, owed, hooks }: Means,
): Promise<End> {
  const { end, tookMs } = written ?? { end: read as End, tookMs: 0 };
  const around = new OwedAround(bound, listeners, owed);
  if (end.at === 'done') {
    if (end.outcome === 'changed') await around.confirm();
  } else if (read !== undefined && 'around' in read && (await isUntouched(read))) {
    await around.withdraw();
    hooks.untouched?.(read);
  }
  report(end, tookMs, hooks);
  return end;
}
