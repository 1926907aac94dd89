import { isDeepStrictEqual } from 'node:util';
import type { Change, Fault, Outcome, ReportOf } from '@rolecall/protocol';
import type { Host } from '@rolecall/resources';
import type { OwedLedger } from '../host/contract.ts';
import { advance, type Phase, readOne } from './advance.ts';
import { BatchReader } from './batch-reader.ts';
import type { Bound, Known } from './bound.ts';
import { disturbs, type Listeners, listenersOf, OwedAround } from './listeners.ts';

/** What the engine tells whoever keeps the journal. */
export interface ApplyHooks {
  /** On disk when this resolves: the resource is touched after it, unless a fault says why it must not be. */
  beforeWrite(change: Change, disturbs: boolean): Promise<Fault | undefined>;
  /** One resource that was not `ok` is settled. */
  settled(change: Change, outcome: 'changed' | 'failed', durationMs: number, fault: Fault | undefined): void;
  isCancelled(): boolean;
}

/** What is to be done, and where a former agent had got to. */
export interface ApplyWork {
  readonly resources: readonly Bound[];
  /** The host that answers for many resources at once. */
  readonly host: Host;
  readonly owed: OwedLedger;
  /** Index of the first resource that is not settled, and how many before it were changed. */
  readonly next: number;
  readonly changed: number;
  /** Where that first resource stands: not `accepted` when a former agent had begun to write it. */
  readonly first: Phase;
}

export interface Applied {
  readonly outcome: Extract<Outcome, 'ok' | 'changed' | 'failed' | 'cancelled'>;
  readonly counts: ReportOf<'finished'>['counts'];
  readonly fault?: Fault | undefined;
}

/** Brings resources to what is wanted, one after another; the first that fails is the last that is touched. */
export async function applyCatalog(work: ApplyWork, hooks: ApplyHooks): Promise<Applied> {
  const reader = new BatchReader(work.resources, work.host);
  const listeners = listenersOf(work.resources);
  let changed = work.changed;
  for (let index = work.next; index < work.resources.length; index++) {
    const bound = work.resources[index];
    if (bound === undefined) break;
    if (hooks.isCancelled()) return ended('cancelled', index, changed, work);
    const first: Phase = index === work.next ? work.first : { at: 'accepted' };
    const end = await settle(bound, first, { reader, listeners, owed: work.owed, hooks });
    if (end.at === 'failed') return { ...ended('failed', index, changed, work), fault: end.fault };
    if (end.at === 'done' && end.outcome === 'changed') changed++;
  }
  return ended(changed > 0 ? 'changed' : 'ok', work.resources.length, changed, work);
}

function ended(outcome: Applied['outcome'], settled: number, changed: number, work: ApplyWork): Applied {
  const failed = outcome === 'failed' ? 1 : 0;
  const skipped = work.resources.length - settled - failed;
  return { outcome, counts: { ok: settled - changed, changed, removed: 0, failed, skipped } };
}

interface Means {
  readonly reader: BatchReader;
  readonly listeners: Listeners;
  readonly owed: OwedLedger;
  readonly hooks: ApplyHooks;
}

/** Advances one resource to its end. */
async function settle(bound: Bound, first: Phase, means: Means): Promise<Phase> {
  const around = new OwedAround(bound, means.listeners, means.owed);
  const started = performance.now();
  let phase = first;
  let found: Known | undefined;
  while (phase.at !== 'done' && phase.at !== 'failed') {
    if (phase.at === 'writing') {
      found = phase.found;
      await around.expect();
      const fault = await means.hooks.beforeWrite(phase.change, disturbs(bound));
      means.reader.forget();
      if (fault !== undefined) phase = { at: 'failed', change: phase.change, fault };
    }
    phase = await advance(phase, bound, (one) => means.reader.read(one));
  }
  if (phase.at === 'done' && phase.outcome === 'ok') return phase;
  await afterWrite(phase, bound, found, around);
  const fault = phase.at === 'failed' ? phase.fault : undefined;
  const outcome = phase.at === 'failed' ? 'failed' : 'changed';
  means.hooks.settled(phase.change, outcome, performance.now() - started, fault);
  return phase;
}

/** What is owed stays owed unless it is certain that nothing was written. */
async function afterWrite(phase: Phase, bound: Bound, found: Known | undefined, around: OwedAround): Promise<void> {
  if (phase.at === 'done') await around.confirm();
  else if (found !== undefined && bound.provider.action !== 'run' && (await isStill(found, bound))) {
    await around.withdraw();
  }
}

async function isStill(found: Known, bound: Bound): Promise<boolean> {
  const now = await readOne(bound).catch(() => undefined);
  return now !== undefined && isDeepStrictEqual(now, found);
}
