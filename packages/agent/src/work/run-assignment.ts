import type { Fault, Outcome, ReportOf, RunId } from '@rolecall/protocol';
import { partsOfAssignment } from '@rolecall/protocol/id-parts';
import { fetchWithRetries } from '../catalog/fetch-with-retries.ts';
import { type Applied, applyCatalog } from '../engine/apply.ts';
import type { Bound } from '../engine/bound.ts';
import type { ApplyHooks } from '../engine/settle.ts';
import type { Leftover, Past } from '../ledger/leftovers.ts';
import { activeOf } from '../state/snapshot.ts';
import { type ActiveWork, workId } from '../state/work.ts';
import { absentNow } from './absent.ts';
import { beforeWrite } from './before-write.ts';
import { bindWork, pastOf, type Task } from './bind-work.ts';
import type { WorkParts } from './parts.ts';
import { whereTheyStand } from './resume.ts';
import { noteBrought, prepareStaging } from './staging.ts';

export type Counts = ReportOf<'finished'>['counts'];

/** How an assignment ended; `stopped`: the agent is leaving, and the next one goes on. */
export type Ended =
  | {
      readonly outcome: Outcome;
      readonly counts: Counts;
      readonly disturbed: boolean;
      readonly fault?: Fault;
      readonly output?: string;
    }
  | 'stopped';

/** Does one assignment from where it stands to its end. */
export async function runAssignment(work: ActiveWork, parts: WorkParts, isStopped: () => boolean): Promise<Ended> {
  const { assignment, catalog: hash, sealed } = work.message;
  const catalog = await fetchWithRetries(() => parts.catalogs.get(hash));
  const task = { catalog, hash, sealed, work: assignment };
  const past = pastOf(task, parts);
  const leftovers = await leftoversAtStart(task, work, past);
  const { resources, hide } = await bindWork(task, leftovers, parts);
  await prepare(task, work, past, { leftovers, resources }, parts);
  const { onOutput, hostFor } = parts.binding;
  const host = hostFor({ id: assignment, hide, onOutput });
  const { next, changed, failed, fault } = work;
  const begun = await whereTheyStand(work, resources, parts);
  // Where a former agent came as far as a failure, and did not get to say that this was the end, it says so.
  const applied = await applyCatalog(
    { resources, host, owed: parts.owed, next, changed, failed, fault, begun },
    hooksFor(work, catalog.undo, parts, isStopped),
  );
  if (applied.outcome === 'cancelled' && isStopped()) return 'stopped';
  await noteBrought(task, work, parts);
  const ended = endOf(work, applied, parts);
  return partsOfAssignment(assignment).stage === 'job'
    ? { ...ended, output: await printed(workId(assignment, resources.length - 1), parts) }
    : ended;
}

/** The end of what a job's last command printed, for whoever makes a value of it. */
async function printed(work: string, { commands }: WorkParts): Promise<string> {
  const id = (await commands.startedFor(work)).at(-1);
  const settled = id === undefined ? undefined : await commands.settle(id, () => {});
  return settled?.is === 'ended' ? settled.completed.stdout.slice(-MAX_PRINTED) : '';
}

const MAX_PRINTED = 16_384;

function endOf(work: ActiveWork, { outcome, counts, fault }: Applied, parts: WorkParts): Exclude<Ended, 'stopped'> {
  const now = activeOf(parts.journal.state, work.message.assignment) ?? work;
  const why = fault === undefined ? {} : { fault };
  const { removed, disturbed } = now;
  return { outcome, counts: { ...counts, changed: counts.changed - removed, removed }, disturbed, ...why };
}

/** Settled once, so that an agent that goes on with the work finds the same at the same index. */
async function leftoversAtStart({ catalog }: Task, work: ActiveWork, past: Past): Promise<readonly Leftover[]> {
  if (partsOfAssignment(work.message.assignment).stage !== 'converge') return [];
  if (work.beyond !== undefined) return work.beyond.leftovers;
  return catalog.undo === null ? past.leftovers() : [];
}

/** Writes down what the work goes beyond its catalog, and what was not there when it began, unless that is nothing at all. */
async function prepare(
  task: Task,
  work: ActiveWork,
  past: Past,
  { leftovers, resources }: { readonly leftovers: readonly Leftover[]; readonly resources: readonly Bound[] },
  parts: WorkParts,
): Promise<void> {
  const { assignment } = work.message;
  const { stage, instance } = partsOfAssignment(assignment);
  if (stage === 'stage') return prepareStaging(task, work, parts);
  if (stage !== 'converge' || work.beyond !== undefined) return;
  const { formerly, undo, resources: declared } = task.catalog;
  const { journal } = parts;
  const { instances } = journal.state.ledger;
  const leaves = undo !== null ? 'as told' : declared.length === 0 ? 'nothing' : 'declared';
  const isRenamed = formerly.some((name) => instances[name] !== undefined);
  const isKnown = undo !== null || instances[instance]?.catalogs.includes(task.hash) === true;
  const absent = isKnown ? {} : await absentNow(await past.newAmong(resources.slice(0, declared.length)));
  const passed = undo === null ? await past.passedOn() : [];
  if (
    passed.length > 0 ||
    leftovers.length > 0 ||
    Object.keys(absent).length > 0 ||
    leaves !== 'declared' ||
    isRenamed
  ) {
    journal.append({ is: 'prepared', assignment, formerly, work: { leftovers, leaves, absent, passed } });
  }
}

function hooksFor(work: ActiveWork, undo: RunId | null, parts: WorkParts, isStopped: () => boolean): ApplyHooks {
  const { journal } = parts;
  const { assignment } = work.message;
  return {
    beforeWrite: (intended) => beforeWrite(intended, work, undo, parts, isStopped),
    untouched: ({ change }) => journal.append({ is: 'untouched', assignment, index: change.index }),
    settled(change, ended, durationMs, fault) {
      const outcome = ended === 'changed' && change.action === 'remove' ? 'removed' : ended;
      const why = fault === undefined ? {} : { fault };
      journal.report({ report: 'resource', assignment, change, outcome, durationMs: Math.round(durationMs), ...why });
      // Sent while the next resource is under way; a failed sync shows at the next one that is waited for.
      journal.sync().catch(() => {});
    },
    isCancelled: () => isStopped() || (activeOf(journal.state, assignment)?.cancelling ?? false),
  };
}
