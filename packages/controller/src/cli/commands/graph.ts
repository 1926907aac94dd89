import type { GraphNode } from '@rolecall/protocol';
import type { Context } from '../context.ts';
import type { Define } from '../define.ts';
import { EXIT } from '../exit.ts';
import { openClient } from '../open.ts';
import { bringSite, printFindings } from '../site.ts';
import { graphText } from '../views/graph-text.ts';

interface Options {
  readonly dot?: boolean;
  readonly mermaid?: boolean;
  readonly json?: boolean;
}

/** `controller graph SITE`: instances and what each waits for. */
export const define: Define = (command, context) => {
  command
    .argument('<site>', 'the site file, for example site.ts')
    .option('--dot', 'for Graphviz')
    .option('--mermaid', 'for Mermaid')
    .option('--json', 'one JSON document on standard output')
    .action(async (site: string, options: Options) => {
      process.exitCode = await draw(context, site, options);
    });
};

async function draw(context: Context, site: string, options: Options): Promise<number> {
  const client = openClient(context);
  const brought = await bringSite(client, site);
  const { nodes, findings } = brought.ok
    ? await client.call('site.graph', { bundle: brought.bundle })
    : { nodes: [], findings: brought.findings };
  printFindings(findings, context);
  if (findings.length > 0) return EXIT.refused;
  context.stdout.write(render(nodes, options));
  return EXIT.fine;
}

function render(nodes: readonly GraphNode[], options: Options): string {
  if (options.json === true) return `${JSON.stringify({ schema: 'rolecall/graph/1', nodes })}\n`;
  return graphText(nodes, options.dot === true ? 'dot' : options.mermaid === true ? 'mermaid' : 'lines');
}
