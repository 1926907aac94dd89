import type { HostName } from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import type { Define } from '../define.ts';
import { duration } from '../duration.ts';
import { openClient } from '../open.ts';
import { table } from '../views/table.ts';

interface Options {
  readonly host?: string;
  readonly label: readonly string[];
  readonly ttl: string;
  readonly uses: string;
}

/** `controller enroll`: the line to paste on a host; `list` and `revoke` for tokens that were given out. */
export const define: Define = (command, context) => {
  command
    .option('--host <name>', "the host's name; without it the host's own name, if that is free")
    .option('--label <key=value>', 'a label for the host; may be said again', collect, [])
    .option('--ttl <duration>', 'how long the line is good', '1h')
    .option('--uses <count>', 'how many hosts may use it', '1')
    .action(async (options: Options) => {
      const { line } = await openClient(context).call('enroll.create', {
        ...(options.host === undefined ? {} : { host: options.host as HostName }),
        labels: Object.fromEntries(options.label.map(pair)),
        ttlMs: duration(options.ttl),
        uses: count(options.uses),
      });
      context.stdout.write(`${line}\n`);
    });
  command
    .command('list')
    .description('tokens that can still be used')
    .action(async () => {
      const tokens = await openClient(context).call('enroll.list', {});
      const rows = tokens.map(({ id, host, expires, usesLeft }) => [
        id,
        host ?? 'any',
        new Date(expires).toISOString(),
        String(usesLeft),
      ]);
      context.stdout.write(table(['TOKEN', 'HOST', 'EXPIRES', 'USES LEFT'], rows));
    });
  command
    .command('revoke <token>')
    .description('make a token useless')
    .action(async (id: string) => {
      const { revoked } = await openClient(context).call('enroll.revoke', { id });
      context.stdout.write(revoked ? `${id} is useless now\n` : `there is no token ${id}\n`);
    });
};

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

function pair(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new ControllerError('usage', `--label wants key=value, not "${text}"`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new ControllerError('usage', `--uses wants a whole number from 1, not "${text}"`);
  return value;
}
