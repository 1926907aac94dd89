import type { HostName, HostRow } from '@rolecall/protocol';
import type { Define } from '../define.ts';
import { openClient } from '../open.ts';
import { hostState } from '../views/host-state.ts';
import { since } from '../views/since.ts';
import { table } from '../views/table.ts';

/** `controller hosts [EXPRESSION]`, and `controller hosts revoke HOST`. */
export const define: Define = (command, context) => {
  command
    .argument('[expression]', 'only hosts that match, for example "label.tier = app"')
    .option('--json', 'one JSON document on standard output')
    .action(async (where: string | undefined, options: { readonly json?: boolean }) => {
      const hosts = await openClient(context).call('hosts.list', where === undefined ? {} : { where });
      context.stdout.write(
        options.json === true ? `${JSON.stringify({ schema: 'rolecall/hosts/1', hosts })}\n` : hostTable(hosts),
      );
    });
  command
    .command('revoke <host>')
    .description('cut a host off at once; it comes back only with a new token')
    .action(async (host: string) => {
      const { revoked } = await openClient(context).call('hosts.revoke', { host: host as HostName });
      context.stdout.write(revoked ? `${host} is cut off\n` : `${host} was already cut off\n`);
    });
};

const hostTable = (hosts: readonly HostRow[]): string =>
  table(
    ['HOST', 'STATE', 'ADDRESS', 'SYSTEM', 'AGENT', 'SEEN', 'LABELS'],
    hosts.map((host) => [
      host.name,
      hostState(host),
      host.address,
      host.os ?? '?',
      host.agent ?? '?',
      host.lastSeen === null ? 'never' : since(host.lastSeen),
      Object.entries(host.labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(' '),
    ]),
  );
