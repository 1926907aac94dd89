import { carryOut } from '../carry-out.ts';
import type { Context } from '../context.ts';
import type { Define } from '../define.ts';
import { EXIT } from '../exit.ts';
import { openClient } from '../open.ts';
import { type ApplyOptions, applyOptions, limitOption } from '../plan-options.ts';
import { planRun } from '../plan-run.ts';
import { bringSite, printFindings } from '../site.ts';

/** `controller destroy SITE`: take away everything that was applied of a site. */
export const define: Define = (command, context) => {
  applyOptions(limitOption(command))
    .argument('<site>', 'the site file, for example site.ts')
    .action(async (site: string, options: ApplyOptions) => {
      process.exitCode = await destroy(context, site, options);
    });
};

async function destroy(context: Context, site: string, options: ApplyOptions): Promise<number> {
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
