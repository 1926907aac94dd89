import type { Report, Sha256, ToAgentOf } from '@rolecall/protocol';
import type { StateSnapshot } from './snapshot.ts';
import type { Beyond, Writing } from './work.ts';

/** One entry of the journal. Whatever the agent must still know after a crash is one of these. */
export type JournalRecord =
  /** First in every segment: all that earlier segments amounted to, so that they can be freed. */
  | { readonly is: 'head'; readonly state: StateSnapshot }
  /** Something for the controller, kept until it is acknowledged. */
  | { readonly is: 'report'; readonly seq: number; readonly body: Report }
  | { readonly is: 'acknowledged'; readonly seq: number }
  /** An assignment was taken on; its secrets are still sealed. */
  | { readonly is: 'assigned'; readonly message: ToAgentOf<'apply'> }
  | Writing
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
