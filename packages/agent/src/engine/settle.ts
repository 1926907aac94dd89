import { isDeepStrictEqual } from 'node:util';
import type { Change, Fault } from '@rolecall/protocol';
import type { OwedLedger } from '../host/contract.ts';
import { advance, type End, type Phase, readOne } from './advance.ts';
import type { BatchReader } from './batch-reader.ts';
import type { Bound, Known } from './bound.ts';
import { type Listeners, OwedAround } from './listeners.ts';

/** A resource that is about to be written, with what was read of it. */
export interface Intended {
  readonly bound: Bound;
  readonly found: Known;
  readonly change: Change;
  /** An earlier try had begun to write it: what was found is not what stood there before. */
  readonly begun: boolean;
}

/** What the engine tells whoever keeps the journal. */
export interface ApplyHooks {
  /** All on disk when this resolves: the resources are touched after it, together, unless a fault says why they must not be. */
  beforeWrite(intended: readonly Intended[]): Promise<Fault | undefined>;
  /** It is certain that nothing was written of this after all. */
  untouched?(intended: Intended): void;
  /** One resource is settled that was not `ok`, or of which something is said although it is. */
  settled(change: Change, outcome: 'ok' | 'changed' | 'failed', durationMs: number, fault: Fault | undefined): void;
  isCancelled(): boolean;
}

/** What resources are settled with. */
export interface Means {
  readonly reader: BatchReader;
  readonly listeners: Listeners;
  readonly owed: OwedLedger;
  readonly hooks: ApplyHooks;
}

/** Advances one resource to its end. */
export async function settle(bound: Bound, first: Phase, means: Means): Promise<End> {
  const around = new OwedAround(bound, means.listeners, means.owed);
  const started = performance.now();
  let phase = first;
  let intended: Intended | undefined;
  while (phase.at !== 'done' && phase.at !== 'failed') {
    if (phase.at === 'writing') {
      intended = { bound, found: phase.found, change: phase.change, begun: wasBegun(first) };
      await around.expect();
      const fault = await means.hooks.beforeWrite([intended]);
      means.reader.forget();
      if (fault !== undefined) phase = { at: 'failed', change: phase.change, fault };
    }
    phase = await advance(phase, bound, (one) => means.reader.read(one));
  }
  if (phase.at === 'done') {
    if (phase.outcome === 'changed') await around.confirm();
  } else if (intended !== undefined && (await isUntouched(intended))) {
    await around.withdraw();
    means.hooks.untouched?.(intended);
  }
  report(phase, performance.now() - started, means.hooks);
  return phase;
}

/** Whether a former agent, or a try of this one, had begun to write the resource. */
export const wasBegun = (first: Phase): boolean => 'interrupted' in first && first.interrupted !== undefined;

/** Tells how a resource ended that was not as wanted. */
export function report(end: End, durationMs: number, hooks: ApplyHooks): void {
  if (end.at === 'failed') hooks.settled(end.change, 'failed', durationMs, end.fault);
  else if (end.change !== undefined) hooks.settled(end.change, end.outcome, durationMs, undefined);
}

/** Whether it is certain that nothing was written: the resource reads as it did before. */
export async function isUntouched({ bound, found, begun }: Intended): Promise<boolean> {
  if (begun || bound.provider.action === 'run') return false;
  const now = await readOne(bound).catch(() => undefined);
  return now !== undefined && isDeepStrictEqual(now, found);
}
