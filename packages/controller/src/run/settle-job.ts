import { jobId, type Report, type ReportOf } from '@rolecall/protocol';
import { nodeOf, partsOfAssignment } from '@rolecall/protocol/id-parts';
import type { Database } from '../store/database.ts';
import { type JobRecord, type JobState, jobAccepted, jobEnds, openJob } from '../store/jobs.ts';
import { dropKept } from '../store/locks.ts';
import { isCutOff, isUntouched, type RunState } from './state.ts';

/** What a host reports of a job counts whatever became of the run that gave it out: it says whether the job took effect. */
export function settleJob(database: Database, report: Exclude<Report, { readonly report: 'command' }>): void {
  if (partsOfAssignment(report.assignment).stage !== 'job') return;
  if (report.report === 'accepted') jobAccepted(database, report.assignment);
  if (report.report !== 'finished') return;
  const record = openJob(database, report.assignment);
  if (record === undefined) return;
  const state = stateAfter(record, report);
  jobEnds(database, record, state, state === 'succeeded' ? (report.output ?? '') : undefined);
  if (state !== 'interrupted') dropKept(database, record.site, jobId(record.use, record.job));
}

function stateAfter({ accepted, state }: JobRecord, report: ReportOf<'finished'>): JobState {
  const { outcome, fault } = report;
  if (outcome === 'ok' || outcome === 'changed') return 'succeeded';
  // A host that does not know any longer what it took on has lost its journal.
  if (fault?.code === 'too_late') return accepted || state === 'interrupted' ? 'interrupted' : 'failed';
  if (outcome === 'cancelled') return isUntouched(report) ? 'failed' : 'interrupted';
  return isCutOff(fault) ? 'interrupted' : 'failed';
}

/** A finished assignment may be reported again by a host that was not told that it is known. */
export function isRepeat(state: RunState, report: Exclude<Report, { readonly report: 'command' }>): boolean {
  if (state.finished !== null) return true;
  const { instance } = partsOfAssignment(report.assignment);
  return state.instances.get(nodeOf(instance))?.assignment !== report.assignment;
}
