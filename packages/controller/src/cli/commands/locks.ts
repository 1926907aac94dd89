import type { LockName } from '@rolecall/protocol';
import { titleOf } from '@rolecall/protocol/id-parts';
import type { Context } from '../context.ts';
import type { Define } from '../define.ts';
import { openClient } from '../open.ts';
import { since } from '../views/since.ts';
import { table } from '../views/table.ts';

/** `controller locks`, `locks release NAME`: who may do what to a cluster right now. */
export const define: Define = (command, context) => {
  command
    .option('--json', 'one JSON document on standard output')
    .action((options: { readonly json?: boolean }) => list(context, options));
  command
    .command('release <name>')
    .description('let go of a lock that is kept for a job of which nobody knows how it ended')
    .action(async (name: string) => {
      const { released } = await openClient(context).call('locks.release', { name: name as LockName });
      context.stdout.write(released ? `${name} is free\n` : `nobody holds ${name}\n`);
    });
};

async function list(context: Context, options: { readonly json?: boolean }): Promise<void> {
  const locks = await openClient(context).call('locks.list', {});
  if (options.json === true) {
    context.stdout.write(`${JSON.stringify({ schema: 'rolecall/locks/1', locks })}\n`);
    return;
  }
  const rows = locks.map(({ name, holder, site, run, since: from, open }) => [
    name,
    titleOf(holder),
    site,
    run,
    since(from),
    open ? 'in use' : 'kept: how it ended is not known',
  ]);
  context.stdout.write(table(['LOCK', 'HELD FOR', 'SITE', 'RUN', 'SINCE', 'STATE'], rows));
}
