import { Command } from 'commander';
import { commands } from '../../src/cli/commands.ts';
import type { Context } from '../../src/cli/context.ts';

const CONTEXT: Context = { stdout: process.stdout, stderr: process.stderr, environment: {}, options: {} };

/** The page that lists every command with its arguments and options, as `--help` prints them. */
export async function commandPage(): Promise<string> {
  const program = new Command('controller').enablePositionalOptions().helpCommand(false);
  const parts: string[] = [];
  for (const { name, summary, load } of commands) {
    const command = program.command(name).description(summary).configureHelp({ helpWidth: 100 });
    (await load()).define(command, CONTEXT);
    const help = [command, ...command.commands].map(
      (one) => `\`\`\`\n${one.configureHelp({ helpWidth: 100 }).helpInformation()}\`\`\`\n`,
    );
    parts.push(`## ${name}\n\n${help.join('\n')}`);
  }
  return `# Commands\n\nWritten from the commands themselves; \`npm run generate\` writes it again.\n\n${parts.join('\n')}`;
}
