import { join } from 'node:path';
import type { CommandResult } from '../../lab/machine/command.ts';
import { offer } from '../kinds/tiny-packages.ts';
import { type Fleet, out, startFleet } from './fleet.ts';

export const LEAVING = join(import.meta.dirname, '../sites/leaving.ts');
/** What the site becomes: a changed resource, one less, another version, and a role less. */
export const LATER = [
  ["text: 'one', version: '1.0', more: true", "text: 'two', version: '2.0', more: false"],
  ["extra.on(['le-1'], { of: apps.outputs });", ''],
] as const;

/** Two hosts with something of which parts leave. */
export interface LeavingFleet {
  readonly fleet: Fleet;
  /** Runs a command that changes; an error shows all that was printed. */
  applied(...words: readonly string[]): Promise<CommandResult>;
  /** The site is applied as it stands, and there is data. */
  anew(): Promise<void>;
  /** How the service is, and which version the package has. */
  stateOf(host: string): Promise<string>;
}

/** The run that a command printed. */
export const runOf = ({ stdout }: CommandResult): string => /^run (\S+) /m.exec(stdout)?.[1] ?? '';

export async function startLeavingFleet(): Promise<LeavingFleet> {
  const fleet = await startFleet({ hosts: ['le-1', 'le-2'] });
  for (const name of ['le-1', 'le-2']) {
    await offer(fleet.host(name), [
      { name: 'tiny', version: '1.0' },
      { name: 'tiny', version: '2.0' },
    ]);
    await fleet.host(name).writeFile('/etc/neighbour.conf', 'not ours\n');
  }
  const applied: LeavingFleet['applied'] = async (...words) => {
    const done = await fleet.cli([...words, '-y'], { timeoutMs: 300_000 });
    if (done.exitCode === 0) return done;
    throw new Error(`${words.join(' ')} ended with ${done.exitCode}:\n${done.stdout}${done.stderr}`);
  };
  return {
    fleet,
    applied,
    anew: async () => {
      await applied('apply', LEAVING);
      await out(fleet.host('le-1'), 'sh', '-c', 'echo precious > /srv/app-data/file');
    },
    stateOf: (host) =>
      out(
        fleet.host(host),
        'sh',
        '-c',
        'systemctl is-enabled app; systemctl is-active app; dpkg-query -W tiny; stat -c "%U %G %a" /etc/app.conf',
      ),
  };
}
