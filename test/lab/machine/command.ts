import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { collectOutput } from './command-output.ts';
import { LabError } from './error.ts';

/** How a command ended. `exitCode` is 128 + the signal's number when a signal ended it, as in a shell. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `input` is written to the command's standard input, which is empty otherwise. */
export interface CommandOptions {
  readonly input?: string | Uint8Array | Readable;
  readonly timeoutMs?: number;
}

/** The caller's PATH and the folders of system programs, which not every root login has. */
export function systemPath(): string {
  return `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin`;
}

/** Long enough for what a test asks of a host while others boot on the same two cores. */
const DEFAULT_TIMEOUT_MS = 60_000;

/**
 * Runs argv to its end and answers how it ended, whatever its exit code.
 * Throws LabError `timeout` when it outlives `timeoutMs` or `command-failed` when it cannot start or prints too much;
 * its whole process group is killed then.
 */
export async function run(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const [program = '', ...rest] = argv;
  // A group of its own: what the command starts dies with it, also in a host's pid namespace.
  const child = spawn(program, rest, { detached: true, stdio: 'pipe', env: { ...process.env, PATH: systemPath() } });
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const output = collectOutput(child, () => killGroup(child));
  const timer = setTimeout(() => {
    output.stop('timeout', `was stopped after ${timeoutMs / 1000} s`);
  }, timeoutMs);
  try {
    // A command may end without reading all its input: its exit code says enough.
    const fed = pipeline(Readable.from(chunksOf(options.input)), child.stdin).catch(() => undefined);
    const [code, signal] = await closed;
    await fed;
    const stopped = output.stopped();
    if (stopped) throw new LabError(stopped.code, describeFailure(argv, stopped.reason, output.text()));
    return { exitCode: code ?? 128 + (signal ? constants.signals[signal] : 0), ...output.text() };
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw new LabError('command-failed', `${argv.join(' ')} could not start: ${String(cause)}`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

/** Runs argv like `run` and answers its standard output; any exit code but 0 is a LabError `command-failed`. */
export async function runOrThrow(argv: readonly string[], options: CommandOptions = {}): Promise<string> {
  const result = await run(argv, options);
  if (result.exitCode === 0) return result.stdout;
  throw new LabError('command-failed', describeFailure(argv, `ended with ${result.exitCode}`, result));
}

/** Also lets go of its output: a process that left the group may hold that open. */
function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function chunksOf(input: CommandOptions['input']): Readable | (string | Uint8Array)[] {
  if (input instanceof Readable) return input;
  return input === undefined || input.length === 0 ? [] : [input];
}

/** One sentence and the command's last lines. */
function describeFailure(argv: readonly string[], what: string, output: Omit<CommandResult, 'exitCode'>): string {
  const last = `${output.stdout}\n${output.stderr}`.trim().split('\n').slice(-12).join('\n');
  return `${argv.join(' ')} ${what}${last === '' ? ', with no output' : `:\n${last}`}`;
}
