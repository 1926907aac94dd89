import type { Sha256 } from '@rolecall/protocol';

/** Where a resource is declared. */
export interface Place {
  readonly catalog: Sha256;
  readonly index: number;
}

/** What the agent wrote for one instance and may have to take away again. */
export interface InstanceLedger {
  /** Catalogs that were brought about whole: all of their resources belong here. More than one after a renaming. */
  catalogs: Sha256[];
  /** Resources that were written and are in none of those, by id, oldest first. */
  others: Record<string, Place>;
}

/** What the agent wrote on this host. Plain data, kept in the journal's state. */
export interface Ledger {
  instances: Record<string, InstanceLedger>;
  /** Ids of resources that were not there before: what stands there now is ours, whichever instance declares it. */
  made: Record<string, true>;
}

export const emptyLedger = (): Ledger => ({ instances: {}, made: {} });

/** What writing one resource means for the ledger. */
export type LedgerEffect =
  /** It is managed from now on. Counts as soon as it is begun: what was half made must be found again. */
  | { readonly on: 'write'; readonly place: Place; readonly made: boolean }
  /** It is gone, once that is done. */
  | { readonly on: 'remove' }
  /** It is as it was before a run, once that is done: `there` or not. */
  | { readonly on: 'restore'; readonly there: boolean; readonly place: Place; readonly made: boolean };

const entryOf = ({ instances }: Ledger, instance: string): InstanceLedger => {
  instances[instance] ??= { catalogs: [], others: {} };
  return instances[instance];
};

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
  if (made) ledger.made[id] = true;
}

/** Nothing of it is on the host. */
export function forget(ledger: Ledger, instance: string, id: string): void {
  delete ledger.instances[instance]?.others[id];
  delete ledger.made[id];
}

/** What was written under former names belongs to this instance from now on. */
export function adopt(ledger: Ledger, formerly: readonly string[], instance: string): void {
  for (const name of formerly) {
    const former = ledger.instances[name];
    if (former === undefined || name === instance) continue;
    delete ledger.instances[name];
    const entry = entryOf(ledger, instance);
    entry.catalogs = [...new Set([...former.catalogs, ...entry.catalogs])];
    entry.others = { ...former.others, ...entry.others };
  }
}

/**
 * A catalog was brought about whole: its resources, and nothing else, are this instance's. `dropped` are those that nobody on this host declares any
 * longer; `gone`: the catalog declares nothing.
 */
export function settle(
  ledger: Ledger,
  instance: string,
  catalog: Sha256,
  { dropped, gone }: { readonly dropped: readonly string[]; readonly gone: boolean },
): void {
  for (const id of dropped) delete ledger.made[id];
  if (gone) delete ledger.instances[instance];
  else ledger.instances[instance] = { catalogs: [catalog], others: {} };
}

/** A resource passes to another instance, with all that is known of it: nothing is written. */
export function passOn(ledger: Ledger, to: string, id: string, place: Place): void {
  entryOf(ledger, to).others[id] ??= place;
}

/** Catalogs without which nobody could say any longer what was written. */
export const ledgerCatalogs = (ledger: Ledger): readonly Sha256[] =>
  Object.values(ledger.instances).flatMap(({ catalogs, others }) => [
    ...catalogs,
    ...Object.values(others).map(({ catalog }) => catalog),
  ]);
