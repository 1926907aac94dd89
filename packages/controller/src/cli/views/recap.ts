import type { Outcome } from '@rolecall/protocol';
import { partsOfInstance, titleOf } from '@rolecall/protocol/id-parts';
import { commandOf } from '../../plan/recipe/words.ts';
import { describeFault } from '../print-error.ts';
import type { InstanceView, RunView } from './model.ts';
import { showSource } from './place.ts';
import { preflightTable } from './preflight-text.ts';
import { skipBlocks } from './skips.ts';
import { paintOutcome, type Style } from './style.ts';
import { fullTitle } from './title.ts';
import { warningLines } from './warnings.ts';

/** Worst first: what a reader must see stands where they look first. */
const WORST_FIRST: readonly Outcome[] = [
  'failed',
  'unknown',
  'unreachable',
  'cancelled',
  'skipped',
  'removed',
  'changed',
  'ok',
];

/** What is printed last: every failure with its place and its way on, why something was skipped, then a line for each host, then one for the run. */
export function recapText(run: RunView, style: Style): string {
  const failures = [...run.instances.values()].flatMap((view) => faultBlock(view, style));
  const faults = [...failures, ...skipBlocks(run, style)];
  const hosts = hostLines(run, style);
  return `${preflightBlock(run, style)}${[...faults, ...warningLines(run, style), ...hosts, ...jobLines(run, style), lastLine(run)].join('\n')}\n`;
}

/** What preflight found, and what of it somebody chose to go on in spite of. */
function preflightBlock({ preflight, created }: RunView, style: Style): string {
  return preflight.length === 0 ? '' : preflightTable(preflight, style, created?.skips);
}

function faultBlock(view: InstanceView, style: Style): readonly string[] {
  if (view.outcome === undefined || !['failed', 'unknown', 'unreachable'].includes(view.outcome)) return [];
  const failed = view.done.find(({ outcome }) => outcome === 'failed');
  const fault = failed?.fault ?? view.fault;
  const place =
    failed === undefined ? '' : ` ${failed.change.kind} ${failed.change.key} (${showSource(failed.change.source)})`;
  const why = fault === undefined ? '' : `: ${describeFault(fault)}`;
  return [`${paintOutcome(style, view.outcome)} ${titleOf(view.instance)}${place}${why}`];
}

function hostLines(run: RunView, style: Style): readonly string[] {
  const rows = [...byHost(run)].map(([host, outcomes]) => {
    const worst = WORST_FIRST.find((outcome) => outcomes.includes(outcome)) ?? 'ok';
    return { host, outcomes, worst };
  });
  rows.sort((a, b) => WORST_FIRST.indexOf(a.worst) - WORST_FIRST.indexOf(b.worst) || (a.host < b.host ? -1 : 1));
  const width = Math.max(0, ...rows.map(({ host }) => host.length));
  return rows.map(({ host, outcomes, worst }) => {
    const counts = WORST_FIRST.toReversed().flatMap((outcome) => {
      const n = outcomes.filter((one) => one === outcome).length;
      return n === 0 ? [] : [paintOutcome(style, outcome, `${outcome}=${n}`)];
    });
    return `${paintOutcome(style, worst, host.padEnd(width))}  ${counts.join(' ')}`;
  });
}

/** A line for each job: `job cassandra.schema on db-1  changed`. */
function jobLines(run: RunView, style: Style): readonly string[] {
  return [...run.instances.values()].flatMap((view) =>
    view.job === undefined || view.outcome === undefined
      ? []
      : [`${fullTitle(view)}  ${paintOutcome(style, view.outcome)}`],
  );
}

function byHost(run: RunView): ReadonlyMap<string, readonly Outcome[]> {
  const hosts = new Map<string, Outcome[]>();
  for (const { instance, outcome, job } of run.instances.values()) {
    if (outcome === undefined || job !== undefined) continue;
    const { host } = partsOfInstance(instance);
    hosts.set(host, [...(hosts.get(host) ?? []), outcome]);
  }
  return hosts;
}

function lastLine(run: RunView): string {
  const id = run.created?.run ?? '';
  if (run.finished === undefined) return `run ${id} goes on; look at it with: controller runs show ${id} --follow`;
  const seconds = ((run.finishedAt ?? 0) - (run.startedAt ?? 0)) / 1000;
  const why = run.finished.fault === null ? '' : `: ${describeFault(run.finished.fault)}`;
  const line = `run ${id} ${run.finished.outcome} in ${seconds.toFixed(1)} s${why}`;
  // A plan that was refused has begun nothing: it is planned again.
  const isRefused = run.finished.fault?.code === 'moved';
  return !isRefused && ['failed', 'unreachable', 'cancelled'].includes(run.finished.outcome)
    ? `${line}\n${wayOn(run, id)}`
    : line;
}

function wayOn({ created }: RunView, id: string): string {
  if (created?.intent.is !== 'recipe') return `resume with: controller apply SITE --resume ${id}`;
  return `go on with it, when what is wrong is mended: controller ${commandOf(created.intent)}`;
}
