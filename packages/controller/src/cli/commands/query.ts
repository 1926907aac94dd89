import type { Json } from '@rolecall/protocol';
import type { Define } from '../define.ts';
import { openClient } from '../open.ts';
import { printable } from '../views/printable.ts';
import { table } from '../views/table.ts';

/** `controller query EXPRESSION [--select PATHS]`: over the stored facts of the whole fleet. */
export const define: Define = (command, context) => {
  command
    .argument('<expression>', 'for example "mem.total < 8GiB and os.codename in (focal, jammy)"')
    .option('-s, --select <paths>', 'facts to show, with commas between', '')
    .option('--json', 'one JSON document on standard output')
    .action(async (where: string, options: { readonly select: string; readonly json?: boolean }) => {
      const select = options.select.split(',').filter((path) => path !== '');
      const hosts = await openClient(context).call('query', { where, select });
      context.stdout.write(
        options.json === true
          ? `${JSON.stringify({ schema: 'rolecall/query/1', where, hosts })}\n`
          : table(
              ['HOST', ...select],
              hosts.map(({ host, values }) => [host, ...select.map((path) => show(values[path]))]),
            ),
      );
    });
};

const show = (value: Json | undefined): string =>
  printable(value === undefined ? '-' : typeof value === 'string' ? value : JSON.stringify(value));
