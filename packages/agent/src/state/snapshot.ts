import type { ToAgentOf } from '@rolecall/protocol';
import { emptyLedger, type Ledger } from '../ledger/ledger.ts';
import type { ActiveWork, FinishedWork } from './work.ts';

/** Everything that the journal amounts to; plain data. */
export interface StateSnapshot {
  /** Names this journal: reports are numbered within an epoch. */
  epoch: string;
  lastSeq: number;
  acknowledged: number;
  /** The highest fencing number that was obeyed. */
  term: number;
  /** In the order in which they were accepted. */
  active: ActiveWork[];
  finished: FinishedWork[];
  /** Ad-hoc commands that were started and have not ended; ids of those that have. */
  commands: ToAgentOf<'command'>[];
  endedCommands: string[];
  /** Work whose commands may still have output on disk, oldest first. */
  spools: string[];
  /** What was written for whom: what may have to be taken away again. */
  ledger: Ledger;
}

export const emptyState = (epoch: string): StateSnapshot => ({
  epoch,
  lastSeq: 0,
  acknowledged: 0,
  term: 0,
  active: [],
  finished: [],
  commands: [],
  endedCommands: [],
  spools: [],
  ledger: emptyLedger(),
});

export const activeOf = (state: StateSnapshot, assignment: string): ActiveWork | undefined =>
  state.active.find((work) => work.message.assignment === assignment);
