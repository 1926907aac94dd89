import { constants } from 'node:os';
import { type Ended, type Program, type Show, wordsOf } from './program.ts';
import type { StepRequest } from './request.ts';

/** Wide enough for the progress lines of package managers. */
const TERMINAL = { name: 'xterm-256color', cols: 120, rows: 40 } as const;

/** End of transmission: what a person types to end the input. */
const END_OF_INPUT = '\u0004';

/** Starts it in a terminal of its own: one stream, with what the terminal adds. The addon is loaded here only. */
export async function startInTerminal(request: StepRequest, show: Show): Promise<Program> {
  const { spawn } = await import('node-pty');
  const [file, ...rest] = wordsOf(request);
  const terminal = spawn(file, rest, {
    ...TERMINAL,
    cwd: request.directory,
    env: { TERM: TERMINAL.name, ...request.environment },
    encoding: null,
  });
  const ended = new Promise<Ended>((resolve) => {
    terminal.onExit(({ exitCode, signal }) => {
      const name = signalName(signal);
      resolve({ exitCode: name === null ? exitCode : null, signal: name });
    });
  });
  terminal.onData((bytes) => show('terminal', bytes));
  if (request.input !== undefined) terminal.write(request.input + END_OF_INPUT);
  return { pid: terminal.pid, ended };
}

const signalName = (number: number | undefined): string | null =>
  Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? null;
