import type { InstanceId } from '@rolecall/protocol';
import type { Context } from '../context.ts';
import type { Define } from '../define.ts';
import { openClient } from '../open.ts';
import { since } from '../views/since.ts';
import { table } from '../views/table.ts';

interface SettleOptions {
  readonly site?: string;
}

/** `controller identity`, `identity restore INSTANCE`, `identity forget INSTANCE`: files that say who members of clusters are. */
export const define: Define = (command, context) => {
  command
    .option('--json', 'one JSON document on standard output')
    .action((options: { readonly json?: boolean }) => list(context, options));
  command
    .command('restore <instance> [path]')
    .description('the next apply puts back what vanished or is another, as it was backed up')
    .option('--site <site>', 'where several sites have such an instance')
    .action((instance: string, path: string | undefined, options: SettleOptions) =>
      settle(context, { instance, path, as: 'restore' }, options),
    );
  command
    .command('forget <instance> [path]')
    .description('what is there at the next apply counts, or what is made anew; the backup is kept as a secret')
    .option('--site <site>', 'where several sites have such an instance')
    .action((instance: string, path: string | undefined, options: SettleOptions) =>
      settle(context, { instance, path, as: 'forget' }, options),
    );
};

async function list(context: Context, options: { readonly json?: boolean }): Promise<void> {
  const identities = await openClient(context).call('identity.list', {});
  if (options.json === true) {
    context.stdout.write(`${JSON.stringify({ schema: 'rolecall/identities/1', identities })}\n`);
    return;
  }
  const rows = identities.map(({ instance, path, site, sha256, at, restore }) => [
    instance,
    path,
    site,
    sha256.slice(0, 12),
    since(at),
    restore ? 'comes back with the next apply' : 'kept',
  ]);
  context.stdout.write(table(['INSTANCE', 'FILE', 'SITE', 'SHA-256', 'AGO', 'STATE'], rows));
}

interface Wanted {
  readonly instance: string;
  readonly path: string | undefined;
  readonly as: 'restore' | 'forget';
}

async function settle(context: Context, { instance, path, as }: Wanted, options: SettleOptions): Promise<void> {
  const { paths } = await openClient(context).call('identity.settle', {
    instance: instance as InstanceId,
    path: path ?? null,
    site: options.site ?? null,
    as,
  });
  const word = as === 'restore' ? 'is put back by the next apply' : 'may be another from now on';
  for (const one of paths) context.stdout.write(`${one} of ${instance} ${word}\n`);
}
