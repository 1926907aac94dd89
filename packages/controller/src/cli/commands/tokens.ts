import type { Access } from '@rolecall/protocol';
import { Option } from 'commander';
import type { Define } from '../define.ts';
import { duration } from '../duration.ts';
import { openClient } from '../open.ts';
import { since } from '../views/since.ts';
import { table } from '../views/table.ts';

interface Options {
  readonly role: Access;
  readonly expires?: string;
}

/** `controller tokens create NAME --role …`, `list`, `revoke NAME`: who else may call this controller. */
export const define: Define = (command, context) => {
  const role = new Option('--role <role>', 'view: look only; operate: plan, apply, run commands; admin: everything')
    .choices(['view', 'operate', 'admin'])
    .makeOptionMandatory();
  command
    .command('create <name>')
    .description('print a new token, this once; the name stands in the audit chain')
    .addOption(role)
    .option('--expires <duration>', 'how long it is good, for example 30d; without it until it is revoked')
    .action(async (name: string, options: Options) => {
      const ttlMs = options.expires === undefined ? null : duration(options.expires);
      const { token, expires } = await openClient(context).call('tokens.create', { name, access: options.role, ttlMs });
      const until = expires === null ? 'until it is revoked' : `until ${new Date(expires).toISOString()}`;
      context.stderr.write(`${name} may ${options.role}, ${until}; the token is not shown again:\n`);
      context.stdout.write(`${token}\n`);
    });
  command
    .command('list')
    .description('names, what they may, and when they were used; never tokens')
    .action(async () => {
      const tokens = await openClient(context).call('tokens.list', {});
      const rows = tokens.map(({ name, access, expires, lastUsed, revoked }) => [
        name,
        access,
        stateOf(revoked, expires),
        lastUsed === null ? 'never' : since(lastUsed),
      ]);
      context.stdout.write(table(['NAME', 'ROLE', 'GOOD', 'USED'], rows));
    });
  command
    .command('revoke <name>')
    .description('make a token useless at once')
    .action(async (name: string) => {
      const { revoked } = await openClient(context).call('tokens.revoke', { name });
      context.stdout.write(revoked ? `${name} is useless now\n` : `there is no token ${name} that could be used\n`);
    });
};

function stateOf(revoked: number | null, expires: number | null): string {
  if (revoked !== null) return 'revoked';
  if (expires === null) return 'until revoked';
  const at = new Date(expires).toISOString();
  return expires <= Date.now() ? `expired ${at}` : `until ${at}`;
}
