import { EXIT } from './exit.ts';
import type { RunView } from './views/model.ts';

/** The exit status of an apply, from how its instances ended. */
export function exitCodeOf(run: RunView, detailed: boolean): number {
  if (run.finished === undefined) return EXIT.interrupted;
  const outcomes = [...run.instances.values()].map(({ outcome }) => outcome);
  const failed = outcomes.includes('failed') || run.finished.outcome === 'failed';
  const hosts = (failed ? EXIT.hostFailed : 0) + (outcomes.includes('unreachable') ? EXIT.hostUnreachable : 0);
  const changed = detailed && (outcomes.includes('changed') || outcomes.includes('removed'));
  if (run.finished.outcome === 'cancelled' && hosts === 0) return EXIT.interrupted;
  return hosts + (changed ? EXIT.changed : 0);
}

/** The exit status of a plan: what could not be asked counts as in an apply. */
export function exitCodeOfPlan(run: RunView, detailed: boolean): number {
  if (run.finished === undefined) return EXIT.interrupted;
  const outcomes = [...run.instances.values()].map(({ planned }) => planned?.outcome);
  const failed = outcomes.includes('failed') || run.finished.outcome === 'failed';
  const hosts = (failed ? EXIT.hostFailed : 0) + (outcomes.includes('unreachable') ? EXIT.hostUnreachable : 0);
  return hosts + (detailed && outcomes.includes('changed') ? EXIT.changed : 0);
}
