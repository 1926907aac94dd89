import type { Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { commandFailed, runChecked } from '../host/checked.ts';
import { readEach } from '../host/read-each.ts';
import type { CommandParams } from './resource.ts';

export interface CommandState {
  readonly done: boolean;
}

async function guardHolds(host: Host, { name, unless, creates }: CommandParams): Promise<boolean> {
  if (creates !== undefined && (await host.stat(creates)) !== undefined) return true;
  if (unless === undefined) return false;
  const completed = await host.query(unless);
  if (completed.timedOut) throw commandFailed(`Nobody can tell whether ${name} is needed`, unless, completed);
  return completed.exitCode === 0;
}

async function read(host: Host, params: CommandParams): Promise<Observed<CommandState>> {
  return (await guardHolds(host, params)) ? { is: 'present', state: { done: true } } : { is: 'absent' };
}

async function run(host: Host, params: CommandParams): Promise<void> {
  const { name, argv, timeoutMs, user, directory, environment, tty } = params;
  const hint = 'Mend what its last lines say, and apply again: what was done before it stays done.';
  await runChecked(host, `${name} failed`, { argv, timeoutMs, user, directory, environment, tty }, hint);
}

/** Commands: a guard that holds stands for "done"; without one there is nothing to read, and it is always run. */
export const commandProvider: Provider<CommandParams, CommandState> = {
  action: 'run',
  repeatable: ({ onInterrupted }) => onInterrupted === 'rerun',
  provable: ({ unless, creates }) => unless !== undefined || creates !== undefined,
  want: () => ({ done: true }),
  read: (host, wanted) => readEach(wanted, (params) => read(host, params)),
  async write(host, changes) {
    for (const { params } of changes) await run(host, params);
  },
  /** What a command did cannot be taken back. */
  async remove() {},
};
