import type { IncomingMessage, ServerResponse } from 'node:http';
import { api, type HostName, type RunId, Sha256 } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import { sendJson } from './answer.ts';
import type { Parts } from './parts.ts';
import { hostBehind } from './peer.ts';

/** Names the carrying-out of the recipe of which a host now does a step that gives something to be kept under a name; nothing where it does none. */
export type KeptFor = (host: HostName, name: string) => RunId | undefined;

/** A host that sends nothing for so long, in milliseconds, is gone. */
const STALLED_MS = 60_000;

/**
 * `/kept/NAME`: what a host gives the controller to keep becomes one of its artifacts. POST says what comes and answers where to go on, PATCH brings
 * the next piece, as operators send theirs; only while the host carries out a step that says so. All that one recipe lets hosts give has one version, so
 * that what belongs together is found again.
 */
export const keptRoutes = (keptFor: KeptFor) => ({
  POST: async (parts: Parts, request: IncomingMessage, response: ServerResponse, [name = '']: readonly string[]) => {
    const { host, version } = allowed(parts, request, name, keptFor);
    const wanted = api['artifacts.begin'].input.safeParse({
      name,
      version,
      sha256: header(request, 'rolecall-sha256'),
      size: Number(header(request, 'rolecall-size')),
    });
    if (!wanted.success) throw malformed('what is to be kept has a checksum and a size');
    sendJson(response, 200, parts.artifacts.beginAnew(wanted.data, `host ${host}`));
  },
  PATCH: async (parts: Parts, request: IncomingMessage, response: ServerResponse, [name = '']: readonly string[]) => {
    allowed(parts, request, name, keptFor);
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

interface Allowed {
  readonly host: HostName;
  readonly version: RunId;
}

function allowed(parts: Parts, request: IncomingMessage, name: string, keptFor: KeptFor): Allowed {
  const peer = hostBehind(parts, request.socket);
  if (!peer.ok) throw new ControllerError('not_allowed', peer.reason);
  const version = keptFor(peer.host, name);
  if (version !== undefined) return { host: peer.host, version };
  throw new ControllerError('not_allowed', `${peer.host} carries out no step that gives ${name} to be kept`);
}
