import { type CommandOptions, type CommandResult, run } from '../machine/command.ts';
import { requireLeader } from './leader.ts';
import type { HostPlace } from './place.ts';

/** What a root login on the host would have, and nothing of the caller's. */
const ENVIRONMENT = [
  'HOME=/root',
  'TERM=dumb',
  'LANG=C.UTF-8',
  'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
];

/** The command that runs argv inside the host, as root, in /root. Throws LabError `not-running`. */
export function insideCommand(host: HostPlace, argv: readonly string[]): readonly string[] {
  const leader = requireLeader(host);
  return ['nsenter', '-t', String(leader.pid), '-a', '--wdns=/root', 'env', '-i', ...ENVIRONMENT, ...argv];
}

/** Runs argv inside the host and answers how it ended, whatever its exit code. */
export async function execInside(
  host: HostPlace,
  argv: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return run(insideCommand(host, argv), options);
}
