import type { Fault, Outcome, ReportOf } from '@rolecall/protocol';
import { bindCatalog } from '../catalog/bind.ts';
import { type Applied, applyCatalog } from '../engine/apply.ts';
import { disturbs } from '../engine/listeners.ts';
import type { ApplyHooks } from '../engine/settle.ts';
import { type ActiveWork, activeOf } from '../state/state.ts';
import { DISK_FULL } from './disk-full.ts';
import { fetchWithRetries } from './fetch-with-retries.ts';
import type { WorkParts } from './parts.ts';
import { whereTheyStand } from './resume.ts';

export type Counts = ReportOf<'finished'>['counts'];

/** How an assignment ended; `stopped`: the agent is leaving, and the next one goes on. */
export type Ended =
  | { readonly outcome: Outcome; readonly counts: Counts; readonly disturbed: boolean; readonly fault?: Fault }
  | 'stopped';

/** Does one assignment from where it stands to its end. */
export async function runAssignment(work: ActiveWork, parts: WorkParts, isStopped: () => boolean): Promise<Ended> {
  const { assignment, catalog: hash, sealed } = work.message;
  const catalog = await fetchWithRetries(() => parts.catalogs.get(hash));
  const { resources, hide } = bindCatalog(catalog, sealed, assignment, parts.binding);
  const { onOutput, hostFor } = parts.binding;
  const host = hostFor({ id: assignment, hide, onOutput });
  const { next, changed } = work;
  // A former agent came as far as a failure, and did not get to say that this was the end.
  if (work.fault !== undefined) return endOf(work, afterFailure(work, work.fault, resources.length), parts);
  const begun = await whereTheyStand(work, resources, parts);
  const applied = await applyCatalog(
    { resources, host, owed: parts.owed, next, changed, begun },
    hooksFor(work, parts, isStopped),
  );
  if (applied.outcome === 'cancelled' && isStopped()) return 'stopped';
  return endOf(work, applied, parts);
}

function afterFailure({ next, changed }: ActiveWork, fault: Fault, all: number): Applied {
  const ok = Math.max(0, next - changed - 1);
  return { outcome: 'failed', counts: { ok, changed, removed: 0, failed: 1, skipped: all - ok - changed - 1 }, fault };
}

function endOf(work: ActiveWork, applied: Applied, parts: WorkParts): Ended {
  const disturbed = activeOf(parts.journal.state, work.message.assignment)?.disturbed ?? false;
  const why = applied.fault === undefined ? {} : { fault: applied.fault };
  return { outcome: applied.outcome, counts: applied.counts, disturbed, ...why };
}

function hooksFor(work: ActiveWork, { journal }: WorkParts, isStopped: () => boolean): ApplyHooks {
  const { assignment } = work.message;
  return {
    async beforeWrite(intended) {
      if (journal.isFull()) return DISK_FULL;
      await journal.room();
      for (const { bound, change } of intended) {
        journal.append({ is: 'writing', assignment, change, disturbs: disturbs(bound), startedAt: Date.now() });
      }
      await journal.sync();
      return journal.isFull() ? DISK_FULL : undefined;
    },
    settled(change, outcome, durationMs, fault) {
      const why = fault === undefined ? {} : { fault };
      journal.report({ report: 'resource', assignment, change, outcome, durationMs: Math.round(durationMs), ...why });
      // Sent while the next resource is under way; a failed sync shows at the next one that is waited for.
      journal.sync().catch(() => {});
    },
    isCancelled: () => isStopped() || (activeOf(journal.state, assignment)?.cancelling ?? false),
  };
}
