import type { RunId, Sha256 } from '@rolecall/protocol';
import type { Client } from '../client/client.ts';
import type { Define } from '../commands.ts';
import { confirm } from '../confirm.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit.ts';
import { exitCodeOf, exitCodeOfPlan } from '../exit-code.ts';
import { openClient } from '../open.ts';
import { runDocument } from '../views/document.ts';
import { eventView, type LiveView, lineView, terminalView } from '../views/live.ts';
import type { RunView } from '../views/model.ts';
import { recapText } from '../views/recap.ts';
import { styleFor } from '../views/style.ts';
import { watchRun } from '../watch-run.ts';
import { makePlan, printPlan } from './plan.ts';

interface Options {
  readonly yes?: boolean;
  readonly check?: boolean;
  readonly limit?: string;
  readonly diff?: boolean;
  readonly json?: boolean;
  readonly jsonl?: boolean;
  readonly resume?: string;
  readonly twice?: boolean;
  readonly detach?: boolean;
  readonly detailedExitcode?: boolean;
}

/** `controller apply SITE`: plan, ask, run. */
export const define: Define = (command, context) => {
  command
    .argument('<site>', 'the site file, for example site.ts')
    .option('-y, --yes', 'do not ask')
    .option('-C, --check', 'only plan; never writes')
    .option('-l, --limit <expression>', 'only hosts that match, for example "host ~ db-*"')
    .option('-D, --diff', 'show the lines of changed texts')
    .option('--resume <run>', 'go on with what a failed run left')
    .option('--twice', 'apply again afterwards, and fail if the second time changes anything')
    .option('--detach', 'start the run and leave')
    .option('--json', 'one JSON document on standard output')
    .option('--jsonl', 'every event as a line of JSON')
    .option('--detailed-exitcode', 'add 2 to the exit status when something changed')
    .action(async (site: string, options: Options) => {
      process.exitCode = await apply(openClient(context), context, site, options);
    });
};

async function apply(client: Client, context: Context, site: string, options: Options): Promise<number> {
  const first = await once(client, context, site, options);
  if (options.twice !== true || first.view === undefined || first.code >= EXIT.hostFailed) return first.code;
  const second = await once(client, context, site, { ...options, yes: true });
  const changed = [...(second.view?.instances.values() ?? [])].filter(({ outcome }) => outcome === 'changed');
  if (changed.length === 0) return second.code === EXIT.fine ? first.code : second.code;
  context.stderr.write(
    `the second apply changed ${changed.map(({ instance }) => instance).join(', ')}: it must change nothing\n`,
  );
  return EXIT.hostFailed;
}

interface Applied {
  readonly code: number;
  readonly view?: RunView;
}

async function once(client: Client, context: Context, site: string, options: Options): Promise<Applied> {
  const planned = await makePlan(client, context, site, options);
  if (planned === undefined) return { code: EXIT.refused };
  const detailed = options.detailedExitcode === true;
  const changes = [...planned.view.instances.values()].some(({ planned }) => planned?.outcome === 'changed');
  if (options.check === true) {
    printPlan(planned.view, context, options);
    return { code: exitCodeOfPlan(planned.view, detailed) };
  }
  if (planned.view.finished?.outcome === 'failed') {
    context.stderr.write(recapText(planned.view, styleFor(context.stderr)));
    return { code: exitCodeOfPlan(planned.view, detailed) };
  }
  if (changes && options.json !== true) {
    // With --detach standard output is the run's id and nothing else.
    printPlan(planned.view, options.detach === true ? { ...context, stdout: context.stderr } : context, options);
  }
  if (changes && options.yes !== true && !(await confirm('Apply this?', context))) return { code: EXIT.refused };
  return await carryOut(client, context, planned, options);
}

async function carryOut(
  client: Client,
  context: Context,
  planned: { readonly run: RunId; readonly bundle: string },
  options: Options,
): Promise<Applied> {
  const { run } = await client.call('runs.start', {
    mode: 'apply',
    intent: { is: 'converge' },
    bundle: planned.bundle as Sha256,
    limit: options.limit ?? null,
    plan: planned.run,
    resumes: (options.resume ?? null) as RunId | null,
  });
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

function liveView({ stdout, stderr }: Context, options: Options): LiveView {
  if (options.jsonl === true) return eventView(stdout);
  return stderr.isTTY === true ? terminalView(stderr) : lineView(stderr);
}
