import type { RunId } from '@rolecall/protocol';
import type { Client } from '../client/client.ts';
import type { Context } from '../context.ts';
import type { Define } from '../define.ts';
import { EXIT } from '../exit.ts';
import { exitCodeOfPlan } from '../exit-code.ts';
import { openClient } from '../open.ts';
import { limitOption, type PlanOptions, planOptions, restartOption, skipOption } from '../plan-options.ts';
import { type MadePlan, type PlanRequest, planRun } from '../plan-run.ts';
import { savePlan } from '../saved-plan.ts';
import { bringSite, printFindings } from '../site.ts';
import { planDocument } from '../views/document.ts';
import { eventView, silentView } from '../views/live.ts';
import type { RunView } from '../views/model.ts';
import { planText } from '../views/plan-text.ts';
import { styleFor } from '../views/style.ts';

interface Options extends PlanOptions {
  readonly out?: string;
  readonly simulate?: boolean;
}

/** `controller plan SITE`: what apply would change, and nothing else. */
export const define: Define = (command, context) => {
  restartOption(skipOption(planOptions(limitOption(command))))
    .argument('<site>', 'the site file, for example site.ts')
    .option('--simulate', 'carry it out on a copy of each host, and show every file and package that differs then')
    .option('-o, --out <file>', 'save the plan: apply FILE carries it out, or says what has moved since')
    .action(async (site: string, options: Options) => {
      process.exitCode = await plan(openClient(context), context, site, options);
    });
};

async function plan(client: Client, context: Context, site: string, options: Options): Promise<number> {
  const planned = await makePlan(client, context, site, options);
  if (planned === undefined) return EXIT.refused;
  printPlan(planned.view, context, options);
  if (options.out !== undefined) await savePlan(options.out, planned);
  return exitCodeOfPlan(planned.view, options.detailedExitcode === true);
}

/** Brings the site to the controller and lets it plan; nothing where the site is refused, which is then printed. */
export async function makePlan(
  client: Client,
  context: Context,
  site: string,
  options: PlanOptions & { readonly resume?: string; readonly simulate?: boolean },
): Promise<MadePlan | undefined> {
  const brought = await bringSite(client, site);
  if (!brought.ok) {
    printFindings(brought.findings, context);
    return undefined;
  }
  const request: PlanRequest = {
    intent: { is: 'converge' },
    bundle: brought.bundle,
    limit: options.limit ?? null,
    resumes: (options.resume ?? null) as RunId | null,
    simulate: options.simulate === true,
    ...(options.restart === undefined ? {} : { restarts: [...options.restart] }),
    ...(options.skipPreflight === undefined ? {} : { skips: [...options.skipPreflight] }),
  };
  return planRun(client, context, request, options.jsonl === true ? eventView(context.stdout) : silentView());
}

/** Prints a plan as the options want it. */
export function printPlan(view: RunView, { stdout }: Pick<Context, 'stdout'>, options: PlanOptions): void {
  if (options.jsonl === true) return;
  if (options.json === true) stdout.write(`${JSON.stringify(planDocument(view))}\n`);
  else stdout.write(planText(view, { style: styleFor(stdout), diff: options.diff === true }));
}
