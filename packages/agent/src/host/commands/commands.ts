import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OutputStream } from '@rolecall/protocol/output-frame';
import type { Command, Completed } from '@rolecall/resources';
import { ResourceError } from '@rolecall/resources/error';
import { RESULT, type StepResult } from '../../runner/request.ts';
import type { Accounts } from '../accounts.ts';
import type { Boot } from '../boot.ts';
import type { CommandId, Commands, OnOutput, Settled } from '../contract.ts';
import { writeDurably } from '../durable.ts';
import { follow, readResult } from './follow.ts';
import { type Mount, mountsOf, removeLeftMountPoint } from './mounts.ts';
import { showFrom } from './output.ts';
import { belongsTo, type Folders, type Places, placesOf } from './places.ts';
import { type CommandRecord, createRecord, dropPlaces, readRecords } from './record.ts';
import { layRequest, requestFor, takeBack } from './request.ts';
import { isGone, type RunnerWords, signalRunner, startUnit } from './unit.ts';

export interface CommandsOptions {
  readonly folders: Folders;
  /** For example `['/opt/rolecall/current/node', '/opt/rolecall/current/agent.cjs', 'step']`. */
  readonly runner: RunnerWords;
  readonly accounts: Accounts;
  readonly boot: Boot;
}

/** Systemd removes what it mounted on at once; longer than this only a machine under heavy load takes. */
const UNMOUNT_TIMEOUT_MS = 10_000;
const UNMOUNT_LOOK_MS = 50;
/** For a package manager that a former agent started and that may take minutes yet. */
const UNMOUNT_SLOW_MS = 1_000;

/** Opens the commands of this host, with those that a former agent started, and clears what a power cut left of them. */
export async function openCommands(options: CommandsOptions): Promise<Commands> {
  const commands = new UnitCommands(options);
  await commands.clear();
  return commands;
}

class UnitCommands implements Commands {
  readonly #options: CommandsOptions;
  /** Every command that was started and is not forgotten. */
  readonly #records: Map<CommandId, CommandRecord>;
  /** Commands with mounts go one after the other: the end of one would take away what the other is mounted on. */
  #mounting: Promise<unknown> = Promise.resolve();

  constructor(options: CommandsOptions) {
    this.#options = options;
    this.#records = new Map(readRecords(options.folders).map((record) => [record.id, record]));
  }

  /** Commands that never came to run are forgotten, and files to mount on that nothing uses any more are removed. */
  async clear(): Promise<void> {
    for (const record of [...this.#records.values()]) {
      const places = this.#placesOf(record.id);
      if (readResult(places) === undefined && takeBack(places)) this.#drop(record.id);
      if (record.mountPoints.length > 0) await this.#clearMounts(record, places.unit);
    }
  }

  async #clearMounts({ mountPoints }: CommandRecord, unit: string): Promise<void> {
    if (await isGone(unit)) return mountPoints.forEach(removeLeftMountPoint);
    const before = this.#mounting;
    this.#mounting = before.then(() => untilGone(unit, Number.POSITIVE_INFINITY, UNMOUNT_SLOW_MS)).catch(() => {});
  }

  async run(id: CommandId, command: Command, hide: readonly string[], onOutput: OnOutput): Promise<Completed> {
    if (command.bind === undefined) return this.#run(id, command, hide, onOutput);
    const before = this.#mounting;
    const run = before.then(() => this.#run(id, command, hide, onOutput));
    this.#mounting = run.catch(() => {});
    return run;
  }

  async #run(id: CommandId, command: Command, hide: readonly string[], onOutput: OnOutput): Promise<Completed> {
    const program = command.argv[0];
    if (program === undefined) throw new ResourceError('bad_command', 'A command needs at least the name of a program');
    const mounts = mountsOf(command.bind);
    const record = this.#recordOf(id, program, command, mounts);
    await this.#start(record, command, hide, mounts);
    const settled = await this.settle(id, onOutput);
    if (settled.is === 'ended') return settled.completed;
    throw new ResourceError('command_lost', `Whether ${program} did its work is unknown: it ended without a result`, {
      command: program,
      hint: 'Its runner was killed. See what the command did, then apply again.',
    });
  }

  #recordOf(id: CommandId, program: string, command: Command, mounts: readonly Mount[]): CommandRecord {
    const mountPoints = mounts.filter(({ isMade }) => isMade).map(({ to }) => to);
    return { id, program, bootId: this.#options.boot.id, tty: command.tty ?? false, mountPoints };
  }

  async #start(
    record: CommandRecord,
    command: Command,
    hide: readonly string[],
    mounts: readonly Mount[],
  ): Promise<void> {
    const places = this.#placesOf(record.id);
    const user = await this.#options.accounts.user(command.user ?? 'root');
    createRecord(record, places);
    this.#records.set(record.id, record);
    try {
      layRequest(requestFor(command, user, hide, places.spool), places);
      const problem = await startUnit(places, this.#options.runner, command, mounts);
      // Where the runner has the request, the unit runs whatever systemd-run said, and its result tells the rest.
      if (problem !== undefined && takeBack(places)) throw notStarted(record, problem);
    } catch (thrown) {
      this.#drop(record.id);
      throw thrown;
    }
  }

  async startedFor(work: string): Promise<readonly CommandId[]> {
    return this.#idsOf(work).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  }

  async settle(id: CommandId, onOutput: OnOutput): Promise<Settled> {
    const record = this.#recordFor(id);
    const places = this.#placesOf(id);
    const settled = await follow(record, places, this.#options.boot.id, onOutput);
    // A start that is still under way somewhere must not come after it was given up.
    if (settled.is === 'lost') takeBack(places);
    if (record.mountPoints.length > 0) await untilGone(places.unit, UNMOUNT_TIMEOUT_MS, UNMOUNT_LOOK_MS);
    return settled;
  }

  async replay(id: CommandId, stream: OutputStream, from: number, onOutput: OnOutput): Promise<void> {
    this.#recordFor(id);
    await showFrom(this.#placesOf(id).spool, id, stream, from, onOutput);
  }

  async cancel(id: CommandId): Promise<void> {
    this.#recordFor(id);
    const places = this.#placesOf(id);
    if (readResult(places) !== undefined) return;
    if (!takeBack(places)) return signalRunner(places.unit);
    const never: StepResult = { exitCode: null, signal: 'SIGTERM', timedOut: false };
    writeDurably(join(places.spool, RESULT), JSON.stringify(never));
  }

  async forget(work: string): Promise<void> {
    for (const id of this.#idsOf(work)) {
      const places = this.#placesOf(id);
      if (readResult(places) === undefined && !(await isGone(places.unit))) {
        throw new ResourceError('command_running', `The command ${id} still runs, so its output is not dropped`);
      }
      this.#drop(id);
    }
  }

  #idsOf(work: string): CommandId[] {
    return [...this.#records.keys()].filter((id) => belongsTo(id, work));
  }

  #recordFor(id: CommandId): CommandRecord {
    const record = this.#records.get(id);
    if (record === undefined) throw new ResourceError('unknown_command', `No command ${id} was started on this host`);
    return record;
  }

  #placesOf(id: CommandId): Places {
    return placesOf(id, this.#options.folders);
  }

  #drop(id: CommandId): void {
    dropPlaces(this.#placesOf(id));
    this.#records.delete(id);
  }
}

const notStarted = ({ program }: CommandRecord, problem: string): ResourceError =>
  new ResourceError('command_not_started', `${program} was not started: ${problem}`, { command: program });

/** The result is there a moment before systemd has taken the unit's mounts away. */
async function untilGone(unit: string, timeoutMs: number, lookMs: number): Promise<void> {
  const until = performance.now() + timeoutMs;
  while (!(await isGone(unit)) && performance.now() < until) await sleep(lookMs);
}
