import { ResourceError } from '../contract/error.ts';
import type { Command, Completed, Host } from '../contract/host.ts';

/** As many as a fault carries. */
const MAX_LINES = 20;
const MAX_LINE = 2000;

/** The last lines that a program wrote: its output, then what it wrote as errors. */
export const lastLines = ({ stdout, stderr }: Pick<Completed, 'stdout' | 'stderr'>): readonly string[] =>
  [...stdout.split('\n'), ...stderr.split('\n')]
    .map((line) => line.trimEnd().slice(0, MAX_LINE))
    .filter((line) => line !== '')
    .slice(-MAX_LINES);

/** How a program ended, for a sentence: `ended with exit code 3`. */
export function ending({ exitCode, signal, timedOut }: Completed): string {
  if (timedOut) return 'did not end within its time limit';
  if (signal !== null) return `was ended by ${signal}`;
  return exitCode === null ? 'could not be started' : `ended with exit code ${exitCode}`;
}

export const succeeded = (completed: Completed): boolean => completed.exitCode === 0 && !completed.timedOut;

/** The error for a program that did not end well. `what` begins the sentence and names the resource. */
export const commandFailed = (
  what: string,
  argv: readonly string[],
  completed: Completed,
  hint?: string,
  concerns?: readonly object[],
): ResourceError =>
  new ResourceError(
    completed.timedOut ? 'command_timeout' : 'command_failed',
    `${what}: ${argv[0]} ${ending(completed)}.`,
    {
      command: argv.join(' '),
      lastLines: lastLines(completed),
      hint,
      concerns,
    },
  );

/** Runs a program that must end well. `concerns`: of resources that are written together, those that it is about. */
export async function runChecked(
  host: Host,
  what: string,
  command: Command,
  hint?: string,
  concerns?: readonly object[],
): Promise<Completed> {
  const completed = await host.run(command);
  if (succeeded(completed)) return completed;
  throw commandFailed(what, command.argv, completed, hint, concerns);
}

/** One of several programs, and the resource that it is for. */
export interface Part {
  readonly argv: readonly string[];
  /** Begins the sentence of its error. */
  readonly what: string;
  readonly params: object;
}

/** Runs programs one after another in one unit, until one does not end well: its error concerns its own resource. */
export async function runInTurn(host: Host, parts: readonly Part[], timeoutMs: number): Promise<void> {
  const [first, ...next] = parts.map(({ argv }) => argv);
  if (first === undefined) return;
  const more = next.length === 0 ? {} : { next };
  const completed = await host.run({ argv: first, ...more, timeoutMs: timeoutMs * parts.length });
  if (succeeded(completed)) return;
  const failed = parts[completed.reached ?? 0];
  if (failed !== undefined) throw commandFailed(failed.what, failed.argv, completed, undefined, [failed.params]);
}
