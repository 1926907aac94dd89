import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { createServer as createPlain, type RequestListener, type Server } from 'node:http';
import { createServer as createSecure, type Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { SecureContextOptions } from 'node:tls';
import { ControllerError } from '../error.ts';
import { shareConnections } from './shares.ts';

/** A request's head that takes longer, or is larger, is from nobody that we serve. */
const BOUNDS = { headersTimeout: 10_000, requestTimeout: 600_000, maxHeaderSize: 8 * 1024 };
/** Links of 10,000 agents, and operators beside them. */
const MAX_CONNECTIONS = 12_000;

/**
 * Listens for hosts and operators. A client certificate is asked for and never demanded by TLS: each route says who may use it.
 * @throws ControllerError `port_in_use`
 */
export async function listenSecure(
  context: SecureContextOptions,
  port: number,
  listener: RequestListener,
): Promise<SecureServer> {
  const options = {
    ...context,
    requestCert: true,
    rejectUnauthorized: false,
    handshakeTimeout: 10_000,
    ...BOUNDS,
  };
  const server = createSecure(options, listener);
  server.maxConnections = MAX_CONNECTIONS;
  shareConnections(server);
  await listening(server, () => server.listen(port), port);
  return server;
}

/** Listens for operators of this machine, on a socket that only its owner reaches. */
export async function listenLocal(data: string, listener: RequestListener): Promise<Server> {
  const path = join(data, 'control.sock');
  // The data folder is locked: a socket that is there was left by a controller that died.
  rmSync(path, { force: true });
  const server = createPlain(BOUNDS, listener);
  await listening(server, () => server.listen(path), path);
  chmodSync(path, 0o600);
  return server;
}

export const portOf = (server: Pick<Server, 'address'>): number => (server.address() as AddressInfo).port;

async function listening(server: { once: Server['once'] }, listen: () => void, where: number | string): Promise<void> {
  listen();
  try {
    await once(server as Server, 'listening');
  } catch (cause) {
    throw listenError(cause as NodeJS.ErrnoException, where);
  }
}

function listenError(cause: NodeJS.ErrnoException, where: number | string): ControllerError {
  const what = typeof where === 'number' ? `port ${where}` : where;
  if (cause.code === 'EADDRINUSE') {
    return new ControllerError('port_in_use', `${what} is in use by another program`, {
      hint: 'stop that, or take another with --port',
      cause,
    });
  }
  return new ControllerError('cannot_listen', `${what} cannot be listened on: ${cause.message}`, { cause });
}
