import type { IncomingMessage, ServerResponse } from 'node:http';
import { api, type HostName, Sha256 } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import { sendJson } from './answer.ts';
import type { Parts } from './parts.ts';
import { hostBehind } from './peer.ts';

/** Whether a host carries out a step now that gives the controller something to keep under a name. */
export type MayKeep = (host: HostName, name: string) => boolean;

/** A host that sends nothing for so long, in milliseconds, is gone. */
const STALLED_MS = 60_000;

/**
 * `/kept/NAME`: what a host gives the controller to keep becomes one of its artifacts. POST says what comes and answers where to go on, PATCH brings
 * the next piece, as operators send theirs; only while the host carries out a step that says so.
 */
export const keptRoutes = (mayKeep: MayKeep) => ({
  POST: async (parts: Parts, request: IncomingMessage, response: ServerResponse, [name = '']: readonly string[]) => {
    const host = allowed(parts, request, name, mayKeep);
    const wanted = api['artifacts.begin'].input.safeParse({
      name,
      version: header(request, 'rolecall-version'),
      sha256: header(request, 'rolecall-sha256'),
      size: Number(header(request, 'rolecall-size')),
    });
    if (!wanted.success) throw malformed('what is to be kept has a version, a checksum and a size');
    sendJson(response, 200, parts.artifacts.begin(wanted.data, `host ${host}`));
  },
  PATCH: async (parts: Parts, request: IncomingMessage, response: ServerResponse, [name = '']: readonly string[]) => {
    allowed(parts, request, name, mayKeep);
    const sha256 = Sha256.safeParse(header(request, 'rolecall-sha256'));
    const offset = /^\d{1,15}$/.exec(header(request, 'upload-offset'))?.[0];
    if (!sha256.success || offset === undefined) throw malformed('a piece says of what it is, and where it belongs');
    request.setTimeout(STALLED_MS, () => request.destroy());
    const pieces = request as AsyncIterable<Uint8Array>;
    sendJson(response, 200, await parts.artifacts.append(sha256.data, Number(offset), pieces));
  },
});

const header = (request: IncomingMessage, name: string): string => String(request.headers[name] ?? '');

const malformed = (what: string): ControllerError => new ControllerError('malformed', what);

function allowed(parts: Parts, request: IncomingMessage, name: string, mayKeep: MayKeep): HostName {
  const peer = hostBehind(parts, request.socket);
  if (!peer.ok) throw new ControllerError('not_allowed', peer.reason);
  if (mayKeep(peer.host, name)) return peer.host;
  throw new ControllerError('not_allowed', `${peer.host} carries out no step that gives ${name} to be kept`);
}
