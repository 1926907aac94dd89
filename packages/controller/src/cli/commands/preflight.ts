import { readFile, writeFile } from 'node:fs/promises';
import type { Measured } from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import type { Client } from '../client/client.ts';
import type { Context } from '../context.ts';
import type { Define } from '../define.ts';
import { EXIT } from '../exit.ts';
import { openClient } from '../open.ts';
import { bringSite, printFindings } from '../site.ts';
import { preflightCount, preflightTable } from '../views/preflight-text.ts';
import { styleFor } from '../views/style.ts';

interface Options {
  readonly facts?: string;
  readonly saveFacts?: string;
  readonly json?: boolean;
}

/** `controller preflight SITE`: everything that its machines lack, before anything is touched. */
export const define: Define = (command, context) => {
  command
    .argument('<site>', 'the site file, for example site.ts')
    .option(
      '--facts <file>',
      'look at the figures in this file instead of the hosts: for machines that do not exist yet',
    )
    .option('--save-facts <file>', 'write the figures that were looked at to this file')
    .option('--json', 'one JSON document on standard output')
    .action(async (site: string, options: Options) => {
      process.exitCode = await preflight(openClient(context), context, site, options);
    });
};

async function preflight(client: Client, context: Context, path: string, options: Options): Promise<number> {
  const measured = options.facts === undefined ? null : await readMeasured(options.facts);
  const brought = await bringSite(client, path);
  if (!brought.ok) {
    printFindings(brought.findings, context);
    return EXIT.refused;
  }
  const answered = await client.call('site.preflight', { bundle: brought.bundle, measured });
  const { site, findings } = answered;
  if (options.saveFacts !== undefined)
    await writeFile(options.saveFacts, `${JSON.stringify(answered.measured, null, 2)}\n`);
  const hosts = Object.keys(site.hosts).length;
  if (options.json === true)
    context.stdout.write(`${JSON.stringify({ schema: 'rolecall/preflight/1', site: site.name, hosts, findings })}\n`);
  else {
    if (findings.length > 0) context.stdout.write(preflightTable(findings, styleFor(context.stdout)));
    context.stdout.write(`${preflightCount(site.name, hosts, findings)}\n`);
  }
  return findings.some(({ severity }) => severity === 'error') ? EXIT.refused : EXIT.fine;
}

/** The controller looks closer at what it says. @throws ControllerError for a file that cannot be read */
async function readMeasured(file: string): Promise<Measured> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Measured;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ControllerError('bad_facts', `${file} cannot be read: ${why}`, {
      hint: 'controller preflight SITE --save-facts FILE writes one to start from',
      cause,
    });
  }
}
