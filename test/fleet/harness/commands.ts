import type { CommandOptions, CommandResult } from '../../lab/machine/command.ts';
import type { ControllerProcess } from './controller-process.ts';

/** Whatever has the command line of a controller: a fleet, or a controller alone. */
type Commanded = Pick<ControllerProcess, 'cli'>;

/** A real cluster may take so long to come about on a busy machine. */
const APPLY_MS = 900_000;

/** Runs `controller WORDS…`; any exit code but 0 is an error that shows all that was printed. */
export async function succeed(
  { cli }: Commanded,
  words: readonly string[],
  options?: CommandOptions,
): Promise<CommandResult> {
  const done = await cli(words, options);
  if (done.exitCode === 0) return done;
  throw new Error(`controller ${words.join(' ')} ended with ${done.exitCode}:\n${done.stdout}${done.stderr}`);
}

/** Applies a site without a question; an error shows all that was printed. */
export const applySite = (at: Commanded, site: string, ...words: readonly string[]): Promise<CommandResult> =>
  succeed(at, ['apply', site, '-y', ...words], { timeoutMs: APPLY_MS });

/** Puts files into the controller's store. */
export const addArtifacts = (at: Commanded, ...paths: readonly string[]): Promise<CommandResult> =>
  succeed(at, ['artifacts', 'add', ...paths]);
