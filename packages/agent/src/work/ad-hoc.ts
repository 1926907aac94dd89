import type { Fault, ToAgentOf } from '@rolecall/protocol';
import type { Completed } from '@rolecall/resources';
import { faultOf } from '../engine/fault.ts';
import { AgentError } from '../error.ts';
import type { WorkParts } from './parts.ts';

type CommandMessage = ToAgentOf<'command'>;

/** So many run at once; they run beside assignments. */
const MAX_AT_ONCE = 16;

/** Commands that an operator sends: started once, their end reported whatever happens to the agent meanwhile. */
export class AdHocCommands {
  readonly #parts: WorkParts;

  constructor(parts: WorkParts) {
    this.#parts = parts;
  }

  /** Waits for those that a former agent had started. */
  resume(): void {
    for (const message of this.#parts.journal.state.commands) this.#guard(this.#pickUp(message));
  }

  take(message: CommandMessage): void {
    const { commands, endedCommands } = this.#parts.journal.state;
    const id = message.command;
    if (endedCommands.includes(id) || commands.some((running) => running.command === id)) return;
    this.#guard(commands.length < MAX_AT_ONCE ? this.#run(message) : this.#report(id, null, null, BUSY));
  }

  async #run(message: CommandMessage): Promise<void> {
    const { journal, commands, binding } = this.#parts;
    const { command: id, argv, tty, timeoutMs } = message;
    journal.append({ is: 'command', message });
    await journal.sync();
    try {
      const completed = await commands.run(id, { argv, tty, timeoutMs }, binding.known.values(), binding.onOutput);
      await this.#reportEnd(message, completed);
    } catch (thrown) {
      await this.#report(id, null, null, faultOf(thrown));
    }
  }

  async #pickUp(message: CommandMessage): Promise<void> {
    const { commands, binding } = this.#parts;
    const id = message.command;
    const started = await commands.startedFor(id);
    const settled = started.includes(id) ? await commands.settle(id, binding.onOutput) : undefined;
    if (settled?.is === 'ended') return this.#reportEnd(message, settled.completed);
    const what = settled === undefined ? 'was not started' : 'was interrupted, outcome unknown';
    await this.#report(id, null, null, faultOf(new AgentError('interrupted', `the command ${what}`)));
  }

  async #reportEnd(message: CommandMessage, { exitCode, signal, timedOut }: Completed): Promise<void> {
    const fault = timedOut
      ? faultOf(new AgentError('timed_out', `the command took longer than ${message.timeoutMs} ms and was stopped`))
      : undefined;
    await this.#report(message.command, exitCode, signal, fault);
  }

  async #report(command: string, exitCode: number | null, signal: string | null, fault?: Fault): Promise<void> {
    const { journal } = this.#parts;
    journal.report({ report: 'command', command, exitCode, signal, ...(fault === undefined ? {} : { fault }) });
    await journal.sync();
  }

  #guard(done: Promise<void>): void {
    done.catch(this.#parts.onFatal);
  }
}

const BUSY = faultOf(new AgentError('busy', `${MAX_AT_ONCE} commands are running on this host already`));
