import { Command, CommanderError } from 'commander';
import { commands } from './commands.ts';
import type { Context, GlobalOptions } from './context.ts';
import { EXIT } from './exit.ts';
import { printError } from './print-error.ts';

/** Runs one command line and sets the process's exit status. Never throws. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = describe();
  try {
    const called = commands.find(({ name }) => name === firstWord(argv));
    for (const listed of commands) {
      const command = program.command(listed.name).summary(listed.summary).description(listed.summary);
      if (listed === called) (await listed.load()).define(command, contextOf(program));
    }
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.fine : EXIT.refused;
    else {
      printError(error, program.opts<GlobalOptions>().debug === true);
      process.exitCode = EXIT.refused;
    }
  }
}

function describe(): Command {
  return new Command('controller')
    .description('Brings a fleet of machines to the state that one TypeScript file describes, and keeps it there.')
    .option('--controller <url|socket>', 'where the controller is (or ROLECALL_CONTROLLER)')
    .option('--data <folder>', "the controller's data folder on this machine (or ROLECALL_DATA)")
    .option('--token <file>', "file with an operator's token, for a controller elsewhere (or ROLECALL_TOKEN_FILE)")
    .option('--ca <file>', "file with the controller's CA certificate (or ROLECALL_CA_FILE)")
    .option('--debug', 'print the stack of an error')
    .enablePositionalOptions()
    .helpCommand(false)
    .showHelpAfterError('(--help lists what there is)')
    .exitOverride();
}

/** The command's name: the first word that is neither an option nor the value of one. */
function firstWord(argv: readonly string[]): string | undefined {
  const withValue = ['--controller', '--data', '--token', '--ca'];
  return argv.find((word, i) => !word.startsWith('-') && !withValue.includes(argv[i - 1] ?? ''));
}

const contextOf = (program: Command): Context => ({
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  get options() {
    return program.opts<GlobalOptions>();
  },
});
