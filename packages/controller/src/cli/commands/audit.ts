import type { Sha256 } from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import type { Define } from '../define.ts';
import { openClient } from '../open.ts';
import { table } from '../views/table.ts';

/** `controller audit`: the last rows of the audit chain; `verify` reads all of it. */
export const define: Define = (command, context) => {
  command
    .option('--limit <count>', 'so many of the last rows', '50')
    .option('--json', 'one JSON document on standard output')
    .action(async ({ limit, json }: { readonly limit: string; readonly json?: boolean }) => {
      const rows = await openClient(context).call('audit.list', { limit: count(limit) });
      const asRow = (row: (typeof rows)[number]) => [
        String(row.seq),
        new Date(row.at).toISOString(),
        row.operator,
        row.verb,
        row.subject,
      ];
      const shown = table(['ROW', 'AT', 'WHO', 'DID', 'WHAT'], rows.toReversed().map(asRow));
      context.stdout.write(json === true ? `${JSON.stringify({ schema: 'rolecall/audit/1', rows })}\n` : shown);
    });
  command
    .command('verify')
    .description('find a row that was changed, moved or taken out; fails where there is one')
    .option('--known <hash>', 'a hash that an earlier verify printed: the chain has to contain it')
    .action(async ({ known }: { readonly known?: string }) => {
      const input = known === undefined ? {} : { known: known as Sha256 };
      const { rows, head, broken } = await openClient(context).call('audit.verify', input);
      if (broken !== null) {
        throw new ControllerError('audit_broken', `the audit chain breaks at row ${broken.seq}: ${broken.why}`, {
          hint: `the ${rows} rows before it hold; somebody changed the store behind the controller's back, or restored an older one`,
        });
      }
      context.stdout.write(`${rows} rows hold; the last has the hash ${head}\n`);
    });
};

function count(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= 10_000) return value;
  throw new ControllerError('usage', `--limit wants a whole number from 1 to 10000, not "${text}"`);
}
