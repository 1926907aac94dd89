import type { RunView } from './model.ts';
import { warningsIn } from './warnings.ts';

/** A plan as one JSON document, `rolecall/plan/1`; what is known only later is `deferred`. */
export const planDocument = (run: RunView): object => ({
  schema: 'rolecall/plan/1',
  run: run.created?.run ?? null,
  site: run.created?.site ?? null,
  decided: run.decided.map(({ use, decided, record, founding }) => ({ use, decided, record, founding })),
  instances: [...run.instances.values()].map(({ instance, planned }) => ({
    instance,
    outcome: planned?.outcome === 'skipped' ? 'deferred' : (planned?.outcome ?? null),
    okCount: planned?.okCount ?? 0,
    drains: planned?.drains ?? false,
    changes: planned?.changes ?? [],
    simulated: planned?.simulated ?? null,
    fault: planned?.fault ?? null,
  })),
  warnings: warningsIn(run),
  notes: run.notes,
});

/** A run as one JSON document, `rolecall/run/1`. */
export const runDocument = (run: RunView): object => ({
  schema: 'rolecall/run/1',
  run: run.created?.run ?? null,
  site: run.created?.site ?? null,
  mode: run.created?.mode ?? null,
  startedAt: run.startedAt ?? null,
  finishedAt: run.finishedAt ?? null,
  preflight: run.preflight,
  outcome: run.finished?.outcome ?? null,
  fault: run.finished?.fault ?? null,
  instances: [...run.instances.values()].map(({ instance, outcome, fault, okCount, done }) => ({
    instance,
    outcome: outcome ?? null,
    okCount,
    done,
    fault: fault ?? null,
  })),
  warnings: warningsIn(run),
  notes: run.notes,
});
