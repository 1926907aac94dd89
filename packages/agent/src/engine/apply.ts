import type { Fault, Outcome, ReportOf } from '@rolecall/protocol';
import type { Host } from '@rolecall/resources';
import type { OwedLedger } from '../host/contract.ts';
import type { End, Phase } from './advance.ts';
import { BatchReader } from './batch-reader.ts';
import type { Bound } from './bound.ts';
import { listenersOf } from './listeners.ts';
import { groupAt, restOfGroup, settleGroup } from './parallel.ts';
import { type ApplyHooks, type Means, settle } from './settle.ts';
import { neighbours, settleTogether } from './together.ts';

/** What is to be done, and where a former agent had got to. */
export interface ApplyWork {
  readonly resources: readonly Bound[];
  /** The host that answers for many resources at once. */
  readonly host: Host;
  readonly owed: OwedLedger;
  /** Index of the first resource that is not settled, and how many before it were changed. */
  readonly next: number;
  readonly changed: number;
  /** How many before it failed, and why the first of them did: then only the rest of its group is settled. */
  readonly failed?: number;
  readonly fault?: Fault | undefined;
  /** Where resources stand that a former agent had begun to write, by index. */
  readonly begun: ReadonlyMap<number, Phase>;
}

export interface Applied {
  readonly outcome: Extract<Outcome, 'ok' | 'changed' | 'failed' | 'cancelled'>;
  readonly counts: ReportOf<'finished'>['counts'];
  readonly fault?: Fault | undefined;
}

/**
 * Brings resources to what is wanted, in their order; what a provider writes together is settled in one go. After the first that fails none is
 * touched any more.
 */
export async function applyCatalog(work: ApplyWork, hooks: ApplyHooks): Promise<Applied> {
  const { resources, host, owed, next, changed, failed: failedBefore = 0, fault } = work;
  const means: Means = { reader: new BatchReader(resources, host), listeners: listenersOf(resources), owed, hooks };
  const counts = { ok: Math.max(0, next - changed - failedBefore), changed, removed: 0, failed: failedBefore };
  const first = (bound: Bound): Phase => work.begun.get(bound.index) ?? { at: 'accepted' };
  if (fault !== undefined) {
    for (const end of await settleGroup(restOfGroup(resources, next), first, means)) counts[wordOf(end)]++;
    return { ...ended('failed', counts, work), fault };
  }
  for (let index = next; index < resources.length; ) {
    if (hooks.isCancelled()) return ended('cancelled', counts, work);
    const group = groupAt(resources, index);
    const ends =
      group.length > 0
        ? await settleGroup(group, first, means)
        : await settleRun(neighbours(resources, index), first, means);
    for (const end of ends) counts[wordOf(end)]++;
    const failed = ends.find((end) => end.at === 'failed');
    if (failed !== undefined) return { ...ended('failed', counts, work), fault: failed.fault };
    index += ends.length;
  }
  return ended(counts.changed > 0 ? 'changed' : 'ok', counts, work);
}

async function settleRun(run: readonly Bound[], first: (bound: Bound) => Phase, means: Means): Promise<readonly End[]> {
  const [alone, ...more] = run;
  if (alone === undefined || more.length > 0) return settleTogether(run, first, means);
  return [await settle(alone, first(alone), means)];
}

const wordOf = (end: End): 'ok' | 'changed' | 'failed' => (end.at === 'failed' ? 'failed' : end.outcome);

function ended(outcome: Applied['outcome'], counts: Omit<Applied['counts'], 'skipped'>, work: ApplyWork): Applied {
  const { ok, changed, failed } = counts;
  return { outcome, counts: { ...counts, skipped: work.resources.length - ok - changed - failed } };
}
