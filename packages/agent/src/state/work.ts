import type { Change, Fault, ReportOf, Sha256, ToAgentOf } from '@rolecall/protocol';
import type { LedgerEffect } from '../ledger/ledger.ts';
import type { Leftover, PassedOn } from '../ledger/leftovers.ts';

/** What is done beyond the resources of a catalog. */
export interface Beyond {
  /** What is taken away, in this order. */
  readonly leftovers: readonly Leftover[];
  /** What passes to other instances once all ended well. */
  readonly passed?: readonly PassedOn[];
  /** What the ledger says once all ended well: what the catalog declares, nothing any longer, or what it was told resource by resource. */
  readonly leaves: 'declared' | 'nothing' | 'as told';
  /** Ids of resources that were not there when it began: what others of them bring along, as a package its service, is not older than they are. */
  readonly absent: Readonly<Record<string, true>>;
  /** Of what is staged: the catalog of the change that follows, of which those ids are. */
  readonly prepares?: Sha256;
}

/** A resource is about to be touched: what differs, and whether that may start or restart a service. */
export interface Writing {
  readonly is: 'writing';
  readonly assignment: string;
  readonly change: Change;
  readonly disturbs: boolean;
  readonly startedAt: number;
  /** What it means for the ledger; nothing where the ledger does not care, as for a drain. */
  readonly effect?: LedgerEffect;
}

/** An assignment that was accepted and is not finished. */
export interface ActiveWork {
  readonly message: ToAgentOf<'apply'>;
  /** Index of the first resource that is not settled; those before it are. */
  next: number;
  /** How many of those before it were changed, or taken away; the rest was as wanted. */
  changed: number;
  /** How many of those were taken away. */
  removed: number;
  /** How many of those before it failed: in a group, the others go on. */
  failed: number;
  disturbed: boolean;
  cancelling: boolean;
  /** What was being written when this was recorded: resources that are written together, in their order. */
  writing: Writing[];
  /** Why the first resource failed that did; none is touched after it. */
  fault?: Fault | undefined;
  /** Missing until it is settled, and where there is nothing. */
  beyond?: Beyond | undefined;
}

/** How an assignment ended, and which report said so. */
export interface FinishedWork {
  readonly seq: number;
  readonly body: ReportOf<'finished'>;
}

/** The id under which the commands of one resource of an assignment run. */
export const workId = (assignment: string, index: number): string => `${assignment}#${index}`;

/** The assignment of that id. */
export const workOf = (id: string): string => id.slice(0, id.indexOf('#'));
