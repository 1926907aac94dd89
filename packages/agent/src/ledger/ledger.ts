import type { Sha256 } from '@rolecall/protocol';

/** Where a resource is declared. */
export interface Place {
  readonly catalog: Sha256;
  readonly index: number;
}

/** What the agent wrote for one instance and may have to take away again. Plain data, kept in the journal's state. */
export interface InstanceLedger {
  /** Catalogs that were brought about whole: all of their resources belong here. More than one after a renaming. */
  catalogs: Sha256[];
  /** Resources that were written and are in none of those, by id, oldest first. */
  others: Record<string, Place>;
  /** Ids of those that were not there before: what stands there now is ours alone. */
  made: Record<string, true>;
}

/** By instance. */
export type Ledger = Record<string, InstanceLedger>;

/** What writing one resource means for the ledger. */
export type LedgerEffect =
  /** It is managed from now on. Counts as soon as it is begun: what was half made must be found again. */
  | { readonly on: 'write'; readonly place: Place; readonly made: boolean }
  /** It is gone, once that is done. */
  | { readonly on: 'remove' }
  /** It is as it was before a run, once that is done: `there` or not. */
  | { readonly on: 'restore'; readonly there: boolean; readonly place: Place; readonly made: boolean };

const entryOf = (ledger: Ledger, instance: string): InstanceLedger => {
  ledger[instance] ??= { catalogs: [], others: {}, made: {} };
  return ledger[instance];
};

/** Whether an instance is the one that made this resource. */
export const isMade = (ledger: Ledger, instance: string, id: string): boolean => ledger[instance]?.made[id] === true;

/** A resource is about to be written, or to be taken away or put back. */
export function noteBegun(ledger: Ledger, instance: string, id: string, effect: LedgerEffect): void {
  if (effect.on === 'write') note(ledger, instance, id, effect);
}

/** It was written, taken away or put back. */
export function noteDone(ledger: Ledger, instance: string, id: string, effect: LedgerEffect): void {
  if (effect.on === 'remove' || (effect.on === 'restore' && !effect.there)) forget(ledger, instance, id);
  else if (effect.on === 'restore') note(ledger, instance, id, effect);
}

function note(
  ledger: Ledger,
  instance: string,
  id: string,
  { place, made }: Extract<LedgerEffect, { place: Place }>,
): void {
  const entry = entryOf(ledger, instance);
  if (!entry.catalogs.includes(place.catalog)) entry.others[id] = place;
  if (made) entry.made[id] = true;
}

/** Nothing of it is on the host. */
export function forget(ledger: Ledger, instance: string, id: string): void {
  const entry = ledger[instance];
  if (entry === undefined) return;
  delete entry.others[id];
  delete entry.made[id];
}

/** What was written under former names belongs to this instance from now on. */
export function adopt(ledger: Ledger, formerly: readonly string[], instance: string): void {
  for (const name of formerly) {
    const former = ledger[name];
    if (former === undefined || name === instance) continue;
    delete ledger[name];
    const entry = entryOf(ledger, instance);
    entry.catalogs = [...new Set([...former.catalogs, ...entry.catalogs])];
    entry.others = { ...former.others, ...entry.others };
    Object.assign(entry.made, former.made);
  }
}

/**
 * A catalog was brought about whole: its resources, and nothing else, are this instance's. `dropped` are those that it no longer declares; `gone`:
 * the catalog declares nothing any longer.
 */
export function settle(
  ledger: Ledger,
  instance: string,
  catalog: Sha256,
  { dropped, gone }: { readonly dropped: readonly string[]; readonly gone: boolean },
): void {
  if (gone) {
    delete ledger[instance];
    return;
  }
  const entry = entryOf(ledger, instance);
  entry.catalogs = [catalog];
  entry.others = {};
  for (const id of dropped) delete entry.made[id];
}

/** Catalogs without which nobody could say any longer what was written. */
export const ledgerCatalogs = (ledger: Ledger): readonly Sha256[] =>
  Object.values(ledger).flatMap(({ catalogs, others }) => [
    ...catalogs,
    ...Object.values(others).map(({ catalog }) => catalog),
  ]);
