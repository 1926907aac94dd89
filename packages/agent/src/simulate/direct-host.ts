import type { Command, Completed, Host, Owed } from '@rolecall/resources';
import { ResourceError } from '@rolecall/resources/error';
import type { Accounts } from '../host/accounts.ts';
import { effectsWith } from '../host/host.ts';
import { query } from '../host/query.ts';

/**
 * The host that this process sees, with commands as its own children: what they do ends with the copy. Nobody answers systemctl there: what
 * it is asked it does not know, and its actions count as done, but that a unit is enabled is a link in a folder, which it makes by itself.
 */
export function directHost(accounts: Accounts): Host {
  const runOne = async (words: readonly string[], { timeoutMs, environment, input }: Command): Promise<Completed> => {
    const argv = onCopy(words);
    if (argv === undefined) return DONE;
    return query(argv, timeoutMs, { DEBIAN_FRONTEND: 'noninteractive', ...environment }, input);
  };
  const run = async (command: Command): Promise<Completed> => {
    let completed = await runOne(command.argv, command);
    for (const [index, argv] of (command.next ?? []).entries()) {
      if (completed.exitCode !== 0) break;
      completed = { ...(await runOne(argv, command)), reached: index + 1 };
    }
    return completed;
  };
  return {
    ...effectsWith(accounts, run),
    query: async (argv) => (isForSystemd(argv) ? DONE : query(argv)),
    unpack: () => Promise.reject(new ResourceError('not_on_a_copy', 'nothing is fetched for a copy of a host')),
    owed: async (): Promise<readonly Owed[]> => [],
    settle: async () => {},
  };
}

const isForSystemd = ([program]: readonly string[]): boolean => program === 'systemctl';

/** The words that do on a copy what these do on a host; none where systemd would have to. With a root, systemctl works on files alone. */
function onCopy(argv: readonly string[]): readonly string[] | undefined {
  if (!isForSystemd(argv)) return argv;
  const [, word = '', ...others] = argv;
  if (word !== 'enable' && word !== 'disable') return undefined;
  return ['systemctl', '--root=/', word, ...others.filter((other) => other !== '--now')];
}

const DONE: Completed = { exitCode: 0, signal: null, timedOut: false, stdout: '', stderr: '' };
