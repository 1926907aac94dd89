import type { Change, Outcome } from '@rolecall/protocol';
import { describeDifference } from './difference.ts';
import { plannedFault } from './failed-plan-text.ts';
import type { InstanceView, RunView } from './model.ts';
import { showSource } from './place.ts';
import { printable } from './printable.ts';
import { recipeLines } from './recipe-text.ts';
import { simulationLines } from './simulation-text.ts';
import { paintAction, type Style } from './style.ts';
import { fullTitle } from './title.ts';
import { warningLines } from './warnings.ts';

/** How a plan is printed. */
export interface PlanStyle {
  readonly style: Style;
  /** Whether the lines of changed texts are shown. */
  readonly diff: boolean;
}

/** A plan as text: what was decided, what changes on each instance, and the sum in the last line. */
export function planText(run: RunView, how: PlanStyle): string {
  const blocks = [
    ...recipeLines(run, how.style),
    ...run.decided.filter(({ founding }) => founding).map((d) => founded(d)),
    ...[...run.instances.values()].flatMap((view) => instanceBlock(view, how)),
    ...run.notes.map(({ about, note }) => `${about}: ${note}`),
    ...warningLines(run, how.style),
    summary(run),
  ];
  return `${blocks.join('\n')}\n`;
}

const founded = ({ use, record }: RunView['decided'][number]): string =>
  `${use}: founded by ${record?.founder ?? 'nobody yet'} (there was no cluster, and no record of one)`;

function instanceBlock(view: InstanceView, { style, diff }: PlanStyle): readonly string[] {
  const planned = view.planned;
  if (planned === undefined || planned.outcome === 'ok') return [];
  if (planned.outcome !== 'changed') return plannedFault(view, style);
  const title = style.bold(fullTitle(view));
  // A step of a recipe has its line already.
  if (view.job !== undefined && view.step !== undefined) return [];
  if (view.job !== undefined) return planned.changes.map((change) => jobLine(title, change, style));
  const changes = planned.changes.flatMap((change) => [
    `  ${paintAction(style, change.action)} ${change.kind} ${printable(change.key)}  ${style.dim(showSource(change.source))}${why(change)}`,
    ...((change.action === 'create' || change.action === 'remove') && !diff
      ? []
      : change.differences.flatMap((d) => describeDifference(d, style, diff)).map((line) => `      ${line}`)),
  ]);
  const copy = planned.simulated ? simulationLines(planned.simulated, style, diff) : [];
  return [planned.drains ? `${title}  (drained first)` : title, ...changes, ...copy];
}

/** `! job cassandra.schema on db-1: will run (key 3 → 4)` */
function jobLine(title: string, change: Change, style: Style): string {
  const keys = change.differences.flatMap((one) =>
    one.how === 'value' ? [`key ${one.from ?? 'none'} → ${one.to}`] : [],
  );
  const because = [...keys, ...(change.reason === undefined ? [] : [change.reason])].join('; ');
  return `${paintAction(style, change.action)} ${title}: will run (${printable(because)})  ${style.dim(showSource(change.source))}`;
}

const why = ({ reason }: Change): string => (reason === undefined ? '' : `  (${printable(reason)})`);

/** `Plan: 3 to create, 1 to change on 2 hosts; 14 as wanted.` */
function summary(run: RunView): string {
  const planned = [...run.instances.values()].flatMap((view) => view.planned ?? []);
  const changes = planned.flatMap((one) => one.changes);
  const count = (action: string) => changes.filter((change) => change.action === action).length;
  const parts = [
    [count('create'), 'to create'],
    [count('update'), 'to change'],
    [count('run'), 'to run'],
    [count('restore'), 'to put back'],
    [count('remove'), 'to remove'],
    [count('keep'), 'kept though no longer declared'],
  ].flatMap(([n, what]) => (n === 0 ? [] : [`${n} ${what}`]));
  const ok = planned.reduce((sum, one) => sum + one.okCount, 0);
  const unknown = [
    unknownOf(planned, 'unreachable', 'could not be asked'),
    unknownOf(planned, 'failed', 'failed'),
  ].join('');
  if (parts.length === 0) return `Plan: nothing to change; ${ok} resources are as wanted.${unknown}`;
  return `Plan: ${parts.join(', ')}; ${ok} as wanted.${unknown}`;
}

/** ` 2 instances could not be asked.` */
function unknownOf(planned: readonly { readonly outcome: Outcome }[], outcome: Outcome, what: string): string {
  const count = planned.filter((one) => one.outcome === outcome).length;
  return count === 0 ? '' : ` ${count} ${count === 1 ? 'instance' : 'instances'} ${what}.`;
}
