import type { InstanceId, RunId } from '@rolecall/protocol';
import type { Context } from '../context.ts';
import type { Define } from '../define.ts';
import { openClient } from '../open.ts';
import { runDocument } from '../views/document.ts';
import { lineView, silentView } from '../views/live.ts';
import { planText } from '../views/plan-text.ts';
import { printable } from '../views/printable.ts';
import { recapText } from '../views/recap.ts';
import { since } from '../views/since.ts';
import { styleFor } from '../views/style.ts';
import { table } from '../views/table.ts';
import { watchRun } from '../watch-run.ts';

/** `controller runs`, `runs show RUN`, `runs logs RUN [INSTANCE]`, `runs cancel RUN`. */
export const define: Define = (command, context) => {
  command.option('-n, --number <count>', 'how many', '20').action(async ({ number }: { readonly number: string }) => {
    const runs = await openClient(context).call('runs.list', { limit: Number(number) });
    const rows = runs.map((run) => [
      run.run,
      run.mode,
      run.site,
      run.operator,
      since(run.started),
      run.outcome ?? 'goes on',
    ]);
    context.stdout.write(table(['RUN', 'MODE', 'SITE', 'BY', 'AGO', 'OUTCOME'], rows));
  });
  command
    .command('show <run>')
    .description('what a run did; with --follow, what it does')
    .option('-f, --follow', 'until it has finished')
    .option('--json', 'one JSON document on standard output')
    .action((run: string, options: ShowOptions) => show(context, run as RunId, options));
  command
    .command('logs <run> [instance]')
    .description('what the commands of a run wrote')
    .option('-f, --follow', 'until it has finished')
    .action((run: string, instance: string | undefined, options: { readonly follow?: boolean }) =>
      logs(context, run as RunId, (instance ?? null) as InstanceId | null, options.follow === true),
    );
  command
    .command('cancel <run>')
    .description('once: start nothing new; twice: end what goes on')
    .action(async (run: string) => {
      await openClient(context).call('runs.cancel', { run: run as RunId });
      context.stdout.write(`${run} is being cancelled\n`);
    });
};

interface ShowOptions {
  readonly follow?: boolean;
  readonly json?: boolean;
}

async function show(context: Context, run: RunId, options: ShowOptions): Promise<void> {
  const client = openClient(context);
  const live = options.json === true ? silentView() : lineView(context.stderr);
  if (options.follow !== true) {
    for await (const event of client.stream('runs.events', { run, after: 0, follow: false })) live.see(event);
  }
  const view = options.follow === true ? await watchRun(client, run, live, context.stderr) : live.end();
  const style = styleFor(context.stdout);
  if (options.json === true) context.stdout.write(`${JSON.stringify(runDocument(view))}\n`);
  else if (view.created?.mode === 'plan') context.stdout.write(planText(view, { style, diff: true }));
  else context.stdout.write(recapText(view, style));
}

async function logs(context: Context, run: RunId, instance: InstanceId | null, follow: boolean): Promise<void> {
  let last = '';
  for await (const chunk of openClient(context).stream('runs.logs', { run, instance, follow })) {
    if (chunk.of !== last) context.stdout.write(`── ${chunk.of}\n`);
    last = chunk.of;
    context.stdout.write(printable(Buffer.from(chunk.bytes, 'base64').toString('utf8').replaceAll('\r\n', '\n')));
  }
}
