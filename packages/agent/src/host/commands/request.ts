import { mkdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '@rolecall/resources';
import { codeOf } from '../../error.ts';
import { REQUEST, type StepRequest } from '../../runner/request.ts';
import type { User } from '../accounts.ts';
import { explained } from '../files/failure.ts';
import { environmentFor } from './environment.ts';
import type { Places } from './places.ts';

/** What the runner is given for a command. */
export const requestFor = (command: Command, user: User, hide: readonly string[], spool: string): StepRequest => ({
  argv: command.argv,
  next: command.next,
  as: user.uid === 0 ? undefined : { uid: user.uid, gid: user.gid },
  directory: command.directory ?? '/',
  environment: environmentFor(user, command.environment),
  input: command.input,
  timeoutMs: command.timeoutMs,
  tty: command.tty ?? false,
  uninterruptible: command.uninterruptible ?? false,
  hide,
  spool,
});

/** Lays a request where only root can read it and no disk ever holds it. */
export function layRequest(request: StepRequest, places: Places): void {
  try {
    mkdirSync(places.memory, { recursive: true, mode: 0o700 });
    writeFileSync(join(places.memory, REQUEST), JSON.stringify(request), { flag: 'wx', mode: 0o600 });
  } catch (thrown) {
    throw explained(thrown, 'Handing a command over in', places.memory, join(places.memory, '..'));
  }
}

/** Takes a request back: true where no runner took it before, and so the command never ran and never will. */
export function takeBack(places: Places): boolean {
  try {
    unlinkSync(join(places.memory, REQUEST));
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return false;
    throw thrown;
  }
}
