import { Accounts } from './accounts.ts';
import { openBoot } from './boot.ts';
import { openCommands } from './commands/commands.ts';
import type { Folders } from './commands/places.ts';
import type { RunnerWords } from './commands/unit.ts';
import type { Commands, HostFor } from './contract.ts';
import { createHost } from './host.ts';
import { type OwedBook, openOwed } from './owed.ts';
import { installPolicy } from './policy.ts';

export interface HostSystemOptions {
  readonly folders: Folders;
  readonly runner: RunnerWords;
}

/** All that an agent needs of its host. */
export interface HostSystem {
  readonly hostFor: HostFor;
  readonly commands: Commands;
  readonly owed: OwedBook;
}

/** Opens the host that this process runs on, as root, and picks up what a former agent left. */
export async function openHost({ folders, runner }: HostSystemOptions): Promise<HostSystem> {
  installPolicy();
  const [accounts, boot] = [new Accounts(), openBoot()];
  const commands = await openCommands({ folders, runner, accounts, boot });
  const owed = openOwed({ folder: folders.state, boot });
  return { hostFor: createHost({ accounts, commands, owed, agent: [runner[0], runner[1] ?? ''] }), commands, owed };
}
