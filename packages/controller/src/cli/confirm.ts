import { createInterface } from 'node:readline/promises';
import { ControllerError } from '../error.ts';
import type { Context } from './context.ts';

/** Asks a person; only `yes` means yes. Without a terminal nobody can be asked. */
export async function confirm(question: string, { stderr }: Context): Promise<boolean> {
  if (process.stdin.isTTY !== true) {
    throw new ControllerError(
      'not_confirmed',
      'apply asks before it changes hosts, and there is no terminal to ask on',
      {
        hint: 'look at the plan, then say -y',
      },
    );
  }
  const lines = createInterface({ input: process.stdin, output: stderr });
  try {
    return (await lines.question(`${question} Only "yes" is taken as yes: `)).trim() === 'yes';
  } finally {
    lines.close();
  }
}
