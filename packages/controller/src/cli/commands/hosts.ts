import type { HostName, HostRow } from '@rolecall/protocol';
import type { Define } from '../commands.ts';
import { openClient } from '../open.ts';
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
      stateOf(host),
      host.address,
      host.os ?? '?',
      host.agent ?? '?',
      host.lastSeen === null ? 'never' : since(host.lastSeen),
      Object.entries(host.labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(' '),
    ]),
  );

/** Agents renew their certificates well before this, in milliseconds: one that is nearer to its end was not renewed in time. */
const NEAR_MS = 14 * 86_400_000;

function stateOf({ revoked, linked, certificateEnd }: HostRow): string {
  if (revoked) return 'revoked';
  const left = certificateEnd - Date.now();
  const state = linked ? 'linked' : 'away';
  if (left < 0) return `${state}, its certificate has expired: enrol it again`;
  return left > NEAR_MS ? state : `${state}, its certificate ends in ${Math.floor(left / 86_400_000)} days`;
}
