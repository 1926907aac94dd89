import type { Command, Completed } from '@rolecall/resources';
import type { Accounts } from '../../../packages/agent/src/host/accounts.ts';
import { requestFor } from '../../../packages/agent/src/host/commands/request.ts';
import type { CommandId, Commands } from '../../../packages/agent/src/host/contract.ts';
import { startPiped } from '../../../packages/agent/src/runner/program.ts';
import type { StepRequest } from '../../../packages/agent/src/runner/request.ts';

/**
 * Commands as children of this process, with the words, the user and the environment that the agent gives them, but without a unit for each: a unit and
 * its runner take a tenth of a second, in which an attacker waits as everybody else does.
 */
export class DirectCommands implements Commands {
  readonly #accounts: Accounts;
  readonly #unasked: readonly string[];

  /** Programs that are `unasked` are not run: they did as they were told. */
  constructor(accounts: Accounts, unasked: readonly string[] = []) {
    this.#accounts = accounts;
    this.#unasked = unasked;
  }

  async run(_: CommandId, command: Command): Promise<Completed> {
    const user = await this.#accounts.user(command.user ?? 'root');
    const request = requestFor(command, user, [], '');
    const programs = [command.argv, ...(command.next ?? [])];
    for (const [reached, argv] of programs.entries()) {
      const completed = this.#unasked.includes(argv[0] ?? '') ? DONE : await runOne({ ...request, argv });
      if (completed.exitCode !== 0 || reached === programs.length - 1) return { ...completed, reached };
    }
    throw new Error('a command needs a program');
  }

  startedFor = async (): Promise<readonly CommandId[]> => [];
  settle = async () => ({ is: 'lost' }) as const;
  replay = async (): Promise<void> => {};
  cancel = async (): Promise<void> => {};
  forget = async (): Promise<void> => {};
}

const DONE: Completed = { exitCode: 0, signal: null, timedOut: false, stdout: '', stderr: '' };

async function runOne(request: StepRequest): Promise<Completed> {
  const text = { stdout: '', stderr: '', terminal: '' };
  const program = startPiped(request, (stream, bytes) => {
    text[stream] += Buffer.from(bytes).toString('utf8');
  });
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    if (program.pid !== undefined) process.kill(-program.pid, 'SIGKILL');
  }, request.timeoutMs);
  const ended = await program.ended;
  clearTimeout(timer);
  return { ...ended, timedOut, stdout: text.stdout, stderr: text.stderr };
}
