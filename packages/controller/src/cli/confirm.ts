import { createInterface } from 'node:readline/promises';
import { ControllerError } from '../error.ts';
import type { Context } from './context.ts';

/** Asks a person on behalf of `who`; only `yes` means yes. Without a terminal nobody can be asked. */
export async function confirm(
  question: string,
  { stderr }: Context,
  who: 'apply' | 'prune' = 'apply',
): Promise<boolean> {
  if (process.stdin.isTTY !== true) {
    throw new ControllerError(
      'not_confirmed',
      `${who} asks before it changes ${who === 'apply' ? 'hosts' : 'anything'}, and there is no terminal to ask on`,
      {
        hint: who === 'apply' ? 'look at the plan, then say -y' : 'look at the list, then say -y',
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
