import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { absolutePath, accountName, argumentList, table } from '../contract/schema.ts';

export const command = defineKind({
  kind: 'command',
  summary: 'A program that is run, with guards that say when that is no longer needed.',
  params: z.strictObject({
    name: z.string().min(1).max(200).describe('What the command is for, in the words of its author. This is its key.'),
    argv: argumentList.describe('The program and its words. No shell sees them: for one, write `["sh", "-c", "…"]`.'),
    unless: argumentList
      .optional()
      .describe('A command that changes nothing, at most 30 s: where it ends with 0, there is nothing to do.'),
    creates: absolutePath.optional().describe('A path: where something is there, there is nothing to do.'),
    timeoutMs: z
      .int()
      .min(1_000)
      .max(604_800_000)
      .default(300_000)
      .describe('After this time the command is ended and has failed, in milliseconds.'),
    user: accountName.optional().describe('The user that runs it. Left out: root.'),
    directory: absolutePath.optional().describe('The working directory. Left out: `/`.'),
    environment: table(
      z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a variable is named with letters, digits and "_"'),
      z.string().max(65_536),
    )
      .optional()
      .describe('Variables of its environment. The place for secrets: they are shown nowhere.'),
    tty: z.boolean().default(false).describe('Give it a terminal, for programs that show progress only there.'),
    onInterrupted: z
      .enum(['rerun', 'fail'])
      .default('fail')
      .describe(
        'What follows where the host lost power in the middle of it: run it again, or fail and let a person look.',
      ),
  }),
  key: ({ name }) => name,
  alongside: () => ({}),
  example: `command('create the schema', {
  argv: ['/opt/app/bin/migrate', '--all'],
  unless: ['/opt/app/bin/migrate', '--check'],
  user: 'app',
  environment: { DATABASE_PASSWORD: params.password },
})`,
  disturbs: () => 'may stop',
  holdsData: false,
  notes: [
    'Without `unless` and `creates` it runs on every apply, and every plan says so.',
    'With a guard, the guard must hold after the command, else it has failed.',
    'It runs in a transient unit of systemd and goes on when the agent is stopped or replaced.',
  ],
});

export type CommandParams = ParamsOf<typeof command>;
