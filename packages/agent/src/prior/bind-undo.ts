import type { Bound } from '../engine/bound.ts';
import { type Blank, blankBound } from '../ledger/blank-bound.ts';
import { UNSEEN } from '../ledger/taking-away.ts';
import { providerOf } from '../packs/provider-of.ts';
import { isUndoable, puttingBack } from './putting-back.ts';
import type { PriorRecord } from './record.ts';

/** What puts back the priors of a run: the last that was written first, but what is to run again after everything else. */
export function bindUndo(records: readonly PriorRecord[], blank: Blank): readonly Bound[] {
  const isLast = (record: PriorRecord): boolean =>
    record.prior !== null && providerOf(record.resource, blank.by)?.restoresLast?.(record.prior) === true;
  const last = records.filter(isLast);
  const order = [...records.filter((record) => !isLast(record)).reverse(), ...last];
  return order.map((record, index) => bindOne(record, index, blank));
}

function bindOne(record: PriorRecord, index: number, blank: Blank): Bound {
  const { resource, place, prior, there, made } = record;
  const provider = providerOf(resource, blank.by);
  const kept = (reason: string): Bound => ({
    ...blankBound(resource, index, UNSEEN, blank),
    place,
    instead: { do: 'keep', reason },
  });
  if (prior === null || !isUndoable(provider)) return kept(`a ${resource.kind} cannot be undone`);
  const reason = provider.keptByUndo?.(prior);
  if (reason !== undefined) return kept(reason);
  const back = puttingBack(provider, prior, resource.key);
  return { ...blankBound(resource, index, back, blank), place, instead: { do: 'restore', there, made } };
}
