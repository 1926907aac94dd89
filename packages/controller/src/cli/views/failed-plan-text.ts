import { describeFault } from '../print-error.ts';
import type { InstanceView, RunView } from './model.ts';
import type { Style } from './style.ts';
import { fullTitle } from './title.ts';

/** What a plan could not work out or read of an instance, and why. */
export function plannedFault({ planned, ...view }: InstanceView, style: Style): readonly string[] {
  if (planned === undefined || planned.outcome === 'ok' || planned.outcome === 'changed') return [];
  const title = style.bold(fullTitle(view));
  const why = planned.fault === null ? '' : `: ${describeFault(planned.fault, '    ')}`;
  return [planned.outcome === 'skipped' ? `? ${title}${why}` : `${title} ${style.red(planned.outcome)}${why}`];
}

/** Why a plan is not carried out, and what to do: every instance that is not known well enough, then a line for all. */
export function failedPlanText(run: RunView, style: Style): string {
  const faults = [...run.instances.values()].flatMap((view) => plannedFault(view, style));
  const why = run.finished?.fault == null ? '' : `: ${describeFault(run.finished.fault)}`;
  const last = `plan ${run.created?.run ?? ''} failed${why}; nothing was begun: mend what it says, and run the same again`;
  return `${[...faults, last].join('\n')}\n`;
}
