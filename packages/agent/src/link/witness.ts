import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostLink } from '@rolecall/resources';
import type { Settings } from '../settings.ts';
import type { Link } from './link.ts';

const witnessIn = (runFolder: string): string => join(runFolder, 'linked');

/** Says when the controller welcomed this host last, for a unit that has to know that when the agent is dead. */
export function noteLinked(runFolder: string): void {
  const path = witnessIn(runFolder);
  const uptime = readFileSync('/proc/uptime', 'utf8').split(' ')[0]?.replace('.', '') ?? '0';
  mkdirSync(runFolder, { recursive: true, mode: 0o700 });
  // Renamed, so that it is never read half-written; in memory, so that nothing is synced.
  writeFileSync(`${path}.new`, `${uptime}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** The link as providers see it, for changes that may cut it. */
export function hostLinkOf(link: Pick<Link, 'reconnect'>, { controller, runFolder }: Settings): HostLink {
  const { hostname, port } = new URL(controller);
  return {
    controller: { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port || '443') },
    witness: witnessIn(runFolder),
    reconnect: (withinMs) => link.reconnect(withinMs),
  };
}
