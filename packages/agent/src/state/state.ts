import type { Report } from '@rolecall/protocol';
import { foldBegun, foldDone, foldFinished, foldLedger } from './fold-ledger.ts';
import type { JournalRecord } from './record.ts';
import { activeOf, type StateSnapshot } from './snapshot.ts';
import { type ActiveWork, type Writing, workId } from './work.ts';

/** So many ended assignments are remembered: a repeat of one of them is answered, not done. */
const FINISHED_KEPT = 1_000;
const ENDED_COMMANDS_KEPT = 200;

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
