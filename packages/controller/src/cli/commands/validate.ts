import type { Client } from '../client/client.ts';
import type { Context } from '../context.ts';
import type { Define } from '../define.ts';
import { EXIT } from '../exit.ts';
import { openClient } from '../open.ts';
import { bringSite, printFindings } from '../site.ts';

/** `controller validate SITE`: everything that is wrong with a site, with its places; nothing is touched. */
export const define: Define = (command, context) => {
  command
    .argument('<site>', 'the site file, for example site.ts')
    .option('--json', 'one JSON document on standard output')
    .action(async (site: string, options: { readonly json?: boolean }) => {
      process.exitCode = await validate(openClient(context), context, site, options.json === true);
    });
};

async function validate(client: Client, context: Context, site: string, json: boolean): Promise<number> {
  const brought = await bringSite(client, site);
  const answered = brought.ok
    ? await client.call('site.validate', { bundle: brought.bundle })
    : { site: null, findings: [...brought.findings] };
  if (json) {
    context.stdout.write(`${JSON.stringify({ schema: 'rolecall/findings/1', findings: answered.findings })}\n`);
  } else printFindings(answered.findings, context);
  if (answered.findings.length > 0 || answered.site === null) return EXIT.refused;
  const { name, hosts, uses } = answered.site;
  if (!json)
    context.stdout.write(`${name}: ${Object.keys(hosts).length} hosts, ${uses.length} uses of roles; nothing wrong\n`);
  return EXIT.fine;
}
