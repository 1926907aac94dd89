import type { Change, Report, Sha256, ToAgentOf } from '@rolecall/protocol';
import type { LedgerEffect } from '../ledger/ledger.ts';
import type { Leftover, PassedOn } from '../ledger/leftovers.ts';
import type { StateSnapshot } from './state.ts';

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

/** One entry of the journal. Whatever the agent must still know after a crash is one of these. */
export type JournalRecord =
  /** First in every segment: all that earlier segments amounted to, so that they can be freed. */
  | { readonly is: 'head'; readonly state: StateSnapshot }
  /** Something for the controller, kept until it is acknowledged. */
  | { readonly is: 'report'; readonly seq: number; readonly body: Report }
  | { readonly is: 'acknowledged'; readonly seq: number }
  /** An assignment was taken on; its secrets are still sealed. */
  | { readonly is: 'assigned'; readonly message: ToAgentOf<'apply'> }
  /** A resource is about to be touched: what differs, and whether that may start or restart a service. */
  | {
      readonly is: 'writing';
      readonly assignment: string;
      readonly change: Change;
      readonly disturbs: boolean;
      readonly startedAt: number;
      /** What it means for the ledger; nothing where the ledger does not care, as for a drain. */
      readonly effect?: LedgerEffect;
    }
  /** What was about to be touched was not touched. */
  | { readonly is: 'untouched'; readonly assignment: string; readonly index: number }
  /** What an assignment does beyond the resources of its catalog, settled at its start. */
  | {
      readonly is: 'prepared';
      readonly assignment: string;
      readonly formerly: readonly string[];
      readonly work: Beyond;
    }
  /** What came along with what was staged, by its place in the catalog of the change that follows. */
  | {
      readonly is: 'brought';
      readonly assignment: string;
      readonly catalog: Sha256;
      readonly resources: readonly { readonly id: string; readonly index: number }[];
    }
  | { readonly is: 'cancelling'; readonly assignment: string }
  /** The output of the oldest so many pieces of work was dropped. */
  | { readonly is: 'spoolsForgotten'; readonly count: number }
  /** An ad-hoc command is about to start. */
  | { readonly is: 'command'; readonly message: ToAgentOf<'command'> };
