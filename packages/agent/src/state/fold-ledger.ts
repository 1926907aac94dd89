import type { AssignmentId, ReportOf } from '@rolecall/protocol';
import { partsOfAssignment, resourceId } from '@rolecall/protocol/id-parts';
import { adopt, forget, noteBegun, noteDone, passOn, settle } from '../ledger/ledger.ts';
import type { JournalRecord } from './record.ts';
import { activeOf, type StateSnapshot } from './snapshot.ts';
import type { ActiveWork, Writing } from './work.ts';

const instanceOf = (assignment: string): string => partsOfAssignment(assignment as AssignmentId).instance;

const idOf = ({ change }: Writing): string => resourceId(change.kind, change.key);

const writingAt = (work: ActiveWork | undefined, index: number): Writing | undefined =>
  work?.writing.find(({ change }) => change.index === index);

/** A resource is about to be touched. */
export function foldBegun({ ledger }: StateSnapshot, record: Writing): void {
  if (record.effect !== undefined) noteBegun(ledger, instanceOf(record.assignment), idOf(record), record.effect);
}

/** A resource is settled. */
export function foldDone({ ledger }: StateSnapshot, work: ActiveWork, body: ReportOf<'resource'>): void {
  const writing = writingAt(work, body.change.index);
  if (writing?.effect === undefined || (body.outcome !== 'changed' && body.outcome !== 'removed')) return;
  noteDone(ledger, instanceOf(body.assignment), idOf(writing), writing.effect);
}

/** What was settled at an assignment's start, what came along with what it staged, and what was not touched after all. */
export function foldLedger(
  state: StateSnapshot,
  record: Extract<JournalRecord, { is: 'untouched' | 'prepared' | 'brought' }>,
): void {
  const work = activeOf(state, record.assignment);
  if (work === undefined) return;
  const instance = instanceOf(record.assignment);
  if (record.is === 'prepared') {
    work.beyond = record.work;
    adopt(state.ledger, record.formerly, instance);
    return;
  }
  if (record.is === 'brought') {
    const { catalog, resources } = record;
    for (const { id, index } of resources)
      noteBegun(state.ledger, instance, id, { on: 'write', place: { catalog, index }, made: true });
    return;
  }
  const writing = writingAt(work, record.index);
  if (writing?.effect?.on === 'write' && writing.effect.made) forget(state.ledger, instance, idOf(writing));
}

/** A catalog that was brought about whole is what the instance declares from now on. */
export function foldFinished({ ledger, active }: StateSnapshot, { assignment, outcome }: ReportOf<'finished'>): void {
  const work = active.find(({ message }) => message.assignment === assignment);
  const { stage, instance } = partsOfAssignment(assignment);
  if (work === undefined || stage !== 'converge' || (outcome !== 'ok' && outcome !== 'changed')) return;
  const { leftovers = [], leaves = 'declared', absent = {}, passed = [] } = work.beyond ?? {};
  if (leaves === 'as told') return;
  Object.assign(ledger.made, absent);
  settle(ledger, instance, work.message.catalog, {
    dropped: leftovers.map(({ id }) => id),
    gone: leaves === 'nothing',
  });
  for (const { to, id, catalog, index } of passed) passOn(ledger, to, id, { catalog, index });
}
