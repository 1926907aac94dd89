import type { Fault, Report, ReportOf, ToAgentOf } from '@rolecall/protocol';
import { emptyLedger, type Ledger } from '../ledger/ledger.ts';
import { foldBegun, foldDone, foldFinished, foldLedger } from './fold-ledger.ts';
import type { Beyond, JournalRecord } from './record.ts';

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
export type Writing = Extract<JournalRecord, { is: 'writing' }>;

/** How an assignment ended, and which report said so. */
export interface FinishedWork {
  readonly seq: number;
  readonly body: ReportOf<'finished'>;
}

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

/** So many ended assignments are remembered: a repeat of one of them is answered, not done. */
const FINISHED_KEPT = 1_000;
const ENDED_COMMANDS_KEPT = 200;

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

/** The id under which the commands of one resource of an assignment run. */
export const workId = (assignment: string, index: number): string => `${assignment}#${index}`;

/** The assignment of that id. */
export const workOf = (id: string): string => id.slice(0, id.indexOf('#'));

export const activeOf = (state: StateSnapshot, assignment: string): ActiveWork | undefined =>
  state.active.find((work) => work.message.assignment === assignment);

/** Folds one record into the state; the only function that changes one. */
export function fold(state: StateSnapshot, record: JournalRecord): void {
  switch (record.is) {
    case 'head':
      Object.assign(state, record.state);
      // The head of a release that did not count them.
      for (const work of state.active) {
        work.removed ??= 0;
        work.failed ??= 0;
      }
      return;
    case 'acknowledged':
      state.acknowledged = Math.max(state.acknowledged, record.seq);
      return;
    case 'assigned':
      state.term = Math.max(state.term, record.message.term);
      state.active.push({
        message: record.message,
        next: 0,
        changed: 0,
        removed: 0,
        failed: 0,
        disturbed: false,
        cancelling: false,
        writing: [],
      });
      return;
    case 'writing':
      foldWriting(state, record);
      return;
    case 'untouched':
    case 'prepared':
    case 'brought':
      foldLedger(state, record);
      return;
    case 'cancelling':
      for (const work of state.active) if (work.message.assignment === record.assignment) work.cancelling = true;
      return;
    case 'spoolsForgotten':
      state.spools.splice(0, record.count);
      return;
    case 'command':
      state.commands.push(record.message);
      state.spools.push(record.message.command);
      return;
    case 'report':
      state.lastSeq = record.seq;
      foldReport(state, record.seq, record.body);
      return;
  }
}

function foldWriting(state: StateSnapshot, record: Writing): void {
  const work = activeOf(state, record.assignment);
  if (work === undefined) return;
  work.writing = [...work.writing.filter(({ change }) => change.index !== record.change.index), record];
  work.next = firstOpen(work, record.change.index);
  work.disturbed ||= record.disturbs;
  foldBegun(state, record);
  const spool = workId(record.assignment, record.change.index);
  if (state.spools.at(-1) !== spool) state.spools.push(spool);
}

/** What is being written is open, and what lies behind the last that was settled. */
const firstOpen = (work: ActiveWork, next: number): number =>
  Math.min(...(work.writing.length === 0 ? [next] : work.writing.map(({ change }) => change.index)));

function foldReport(state: StateSnapshot, seq: number, body: Report): void {
  switch (body.report) {
    case 'accepted':
      return;
    case 'resource': {
      const work = activeOf(state, body.assignment);
      if (work === undefined) return;
      foldDone(state, work, body);
      work.writing = work.writing.filter(({ change }) => change.index !== body.change.index);
      work.next = firstOpen(work, body.change.index + 1);
      if (body.outcome === 'failed') {
        work.fault ??= body.fault;
        work.failed++;
      }
      if (body.outcome === 'changed' || body.outcome === 'removed') work.changed++;
      if (body.outcome === 'removed') work.removed++;
      return;
    }
    case 'finished':
      foldFinished(state, body);
      state.active = state.active.filter((work) => work.message.assignment !== body.assignment);
      state.finished = [...state.finished.filter((f) => f.body.assignment !== body.assignment), { seq, body }];
      state.finished.splice(0, state.finished.length - FINISHED_KEPT);
      return;
    case 'command':
      state.commands = state.commands.filter((command) => command.command !== body.command);
      state.endedCommands.push(body.command);
      state.endedCommands.splice(0, state.endedCommands.length - ENDED_COMMANDS_KEPT);
      return;
  }
}
