import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ControllerError } from '../../error.ts';
import { dataFolder } from '../../store/data-folder.ts';
import type { Context } from '../context.ts';

/** How a controller is reached, and with which token. */
export type Address =
  | { readonly by: 'socket'; readonly path: string; readonly token: string }
  | { readonly by: 'https'; readonly url: URL; readonly token: string; readonly ca: string | undefined };

/** What `--controller`, the environment or the data folder of this machine say, in this order. */
export function findController({ options, environment }: Context): Address {
  const named = options.controller ?? environment.ROLECALL_CONTROLLER;
  if (named?.startsWith('https://')) return remote(named, options, environment);
  const data = dataFolder(options.data, environment);
  return local(named ?? join(data, 'control.sock'), join(data, 'operator.token'));
}

function remote(named: string, options: Context['options'], environment: Context['environment']): Address {
  const tokenFile = options.token ?? environment.ROLECALL_TOKEN_FILE;
  if (tokenFile === undefined) {
    throw new ControllerError('no_token', `${named} wants an operator's token`, {
      hint: 'give the file that holds it with --token or ROLECALL_TOKEN_FILE',
    });
  }
  const caFile = options.ca ?? environment.ROLECALL_CA_FILE;
  return {
    by: 'https',
    url: new URL(named),
    token: read(tokenFile).trim(),
    ca: caFile === undefined ? undefined : read(caFile),
  };
}

function local(path: string, tokenFile: string): Address {
  if (!existsSync(path)) {
    throw new ControllerError('no_controller', `no controller answers at ${path}`, {
      hint: 'start one with: controller serve   (or name another with --controller or ROLECALL_CONTROLLER)',
    });
  }
  return { by: 'socket', path, token: read(tokenFile).trim() };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ControllerError('unreadable', `${path} cannot be read`, { hint: (cause as Error).message, cause });
  }
}
