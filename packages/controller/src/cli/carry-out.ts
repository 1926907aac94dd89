import type { Client } from './client/client.ts';
import { printPlan } from './commands/plan.ts';
import { confirm } from './confirm.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { exitCodeOf, exitCodeOfPlan } from './exit-code.ts';
import type { ApplyOptions } from './plan-options.ts';
import type { MadePlan } from './plan-run.ts';
import { runDocument } from './views/document.ts';
import { failedPlanText } from './views/failed-plan-text.ts';
import { eventView, type LiveView, lineView, terminalView } from './views/live.ts';
import type { RunView } from './views/model.ts';
import { recapText } from './views/recap.ts';
import { styleFor } from './views/style.ts';
import { watchRun } from './watch-run.ts';

/** How a plan is carried out. */
export interface CarryOutOptions extends ApplyOptions {
  readonly detach?: boolean;
  /** What the reader is asked. */
  readonly question: string;
}

export interface CarriedOut {
  readonly code: number;
  readonly view?: RunView;
}

/** Shows a plan, asks, and carries it out. */
export async function carryOut(
  client: Client,
  context: Context,
  planned: MadePlan,
  options: CarryOutOptions,
): Promise<CarriedOut> {
  const { view } = planned;
  const detailed = options.detailedExitcode === true;
  if (options.check === true) {
    printPlan(view, context, options);
    return { code: exitCodeOfPlan(view, detailed) };
  }
  if (view.finished?.outcome === 'failed') {
    if (options.json === true) printPlan(view, context, options);
    context.stderr.write(failedPlanText(view, styleFor(context.stderr)));
    return { code: exitCodeOfPlan(view, detailed) };
  }
  const changes = [...view.instances.values()].some(({ planned }) => planned?.outcome === 'changed');
  if (changes && options.json !== true) {
    // With --detach standard output is the run's id and nothing else.
    printPlan(view, options.detach === true ? { ...context, stdout: context.stderr } : context, options);
  }
  if (changes && options.yes !== true && !(await confirm(options.question, context))) return { code: EXIT.refused };
  return start(client, context, planned, options);
}

async function start(
  client: Client,
  context: Context,
  { request, run: plan, expects }: MadePlan,
  options: CarryOutOptions,
): Promise<CarriedOut> {
  const { run } = await client.call('runs.start', { mode: 'apply', plan, expects, ...request, simulate: false });
  if (options.detach === true) {
    context.stdout.write(`${run}\n`);
    return { code: EXIT.fine };
  }
  const view = await watchRun(client, run, liveView(context, options), context.stderr);
  if (options.json === true) context.stdout.write(`${JSON.stringify(runDocument(view))}\n`);
  if (options.jsonl !== true) {
    const stream = options.json === true ? context.stderr : context.stdout;
    stream.write(recapText(view, styleFor(stream)));
  }
  return { code: exitCodeOf(view, options.detailedExitcode === true), view };
}

function liveView({ stdout, stderr }: Context, options: CarryOutOptions): LiveView {
  if (options.jsonl === true) return eventView(stdout);
  return stderr.isTTY === true ? terminalView(stderr) : lineView(stderr);
}
