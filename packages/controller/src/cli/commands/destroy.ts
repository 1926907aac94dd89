import { carryOut } from '../carry-out.ts';
import type { Define } from '../commands.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit.ts';
import { openClient } from '../open.ts';
import { planRun } from '../plan-run.ts';
import { bringSite, printFindings } from '../site.ts';

interface Options {
  readonly yes?: boolean;
  readonly check?: boolean;
  readonly limit?: string;
  readonly json?: boolean;
  readonly jsonl?: boolean;
  readonly detailedExitcode?: boolean;
}

/** `controller destroy SITE`: take away everything that was applied of a site. */
export const define: Define = (command, context) => {
  command
    .argument('<site>', 'the site file, for example site.ts')
    .option('-y, --yes', 'do not ask')
    .option('-C, --check', 'only plan; never writes')
    .option('-l, --limit <expression>', 'only hosts that match, for example "host ~ db-*"')
    .option('--json', 'one JSON document on standard output')
    .option('--jsonl', 'every event as a line of JSON')
    .option('--detailed-exitcode', 'add 2 to the exit status when something was removed')
    .action(async (site: string, options: Options) => {
      process.exitCode = await destroy(context, site, options);
    });
};

async function destroy(context: Context, site: string, options: Options): Promise<number> {
  const client = openClient(context);
  const brought = await bringSite(client, site);
  if (!brought.ok) {
    printFindings(brought.findings, context);
    return EXIT.refused;
  }
  const request = { bundle: brought.bundle, limit: options.limit ?? null, resumes: null, simulate: false };
  const planned = await planRun(client, context, { intent: { is: 'destroy' }, ...request });
  const question = 'Take all of this away?';
  return (await carryOut(client, context, planned, { ...options, question })).code;
}
