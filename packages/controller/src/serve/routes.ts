import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Sha256 } from '@rolecall/protocol';
import { dispatch } from '../api/dispatch.ts';
import { enrol } from '../enroll/exchange.ts';
import { EnrolRequest } from '../enroll/request.ts';
import { joinScript, refusingScript } from '../enroll/script.ts';
import { openToken } from '../enroll/tokens.ts';
import { ControllerError } from '../error.ts';
import { hostOfIdentity } from '../store/hosts.ts';
import { readJson, sendError, sendJson, sendText } from './answer.ts';
import { faultFor } from './fault.ts';
import { bearer } from './operators.ts';
import type { AllHandlers, Parts } from './parts.ts';
import { hostBehind } from './peer.ts';

type Answering = (
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  words: readonly string[],
) => Promise<void>;

/** Answers one request: by its path, and by who shows what. What is not in this table is not there. */
export function answerRequests(parts: Parts, handlers: AllHandlers) {
  const routes: Readonly<Record<string, Answering>> = {
    'GET join': join,
    'GET blobs': getBlob,
    'PUT blobs': putBlob,
    'POST enroll': enroll,
    'GET certificate': certificate,
    'POST api': (_, request, response, words) => dispatch(parts, handlers, request, response, words[0] ?? ''),
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    const [first = '', ...words] = (request.url ?? '/').split('?')[0]?.split('/').slice(1) ?? [];
    const route = routes[`${request.method} ${first}`] ?? notFound;
    route(parts, request, response, words).catch((error: unknown) => {
      // Who has gone away is told nothing.
      if (response.destroyed) return;
      const fault = faultFor(error);
      if (fault.code === 'internal') parts.log.error({ err: error, url: first }, 'a request failed');
      sendError(response, fault);
    });
  };
}

const notFound: Answering = async () => {
  throw new ControllerError('not_found', 'there is nothing here');
};

/** `/join/TOKEN` is the script, `/join/TOKEN/HOST-ID` whether that host is linked. Fetching uses nothing up. */
const join: Answering = async (parts, _, response, [token = '', hostId]) => {
  try {
    const stored = openToken(parts.database, token);
    if (hostId !== undefined) {
      const host = hostOfIdentity(parts.database, hostId);
      return sendText(response, host !== undefined && parts.hub.isLinked(host) ? 'linked' : 'waiting');
    }
    const { url, authority } = parts;
    const files = await parts.agentFiles();
    await parts.published();
    sendText(response, joinScript({ url, pin: authority.pin, ca: authority.certificate, files }, token, stored));
  } catch (error) {
    if (!(error instanceof ControllerError)) throw error;
    const hint = error.hint === undefined ? '' : ` (${error.hint})`;
    sendText(response, refusingScript(`${error.message}${hint}`));
  }
};

const enroll: Answering = async (parts, request, response) => {
  const parsed = EnrolRequest.safeParse(await readJson(request));
  if (!parsed.success) throw new ControllerError('malformed', 'that is no request to enrol');
  const superseded = (host: Parameters<typeof parts.hub.drop>[0]) => parts.hub.drop(host, 'it was enrolled again');
  sendJson(response, 200, await enrol({ ...parts, superseded }, parsed.data));
};

/** Where a host tries its new certificate before it puts the old one away. */
const certificate: Answering = async (parts, request, response) => {
  const peer = hostBehind(parts, request.socket);
  if (!peer.ok) throw new ControllerError('not_allowed', peer.reason);
  sendJson(response, 200, { host: peer.host });
};

const getBlob: Answering = async (parts, request, response, [name]) => {
  const hash = hashFrom(name);
  if (!(await mayFetch(parts, request, hash)) || !parts.blobs.has(hash)) {
    // The same answer for both: nobody learns what is stored for others.
    throw new ControllerError('not_found', 'there is no such blob for you');
  }
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': parts.blobs.sizeOf(hash),
  });
  await pipeline(createReadStream(parts.blobs.pathOf(hash)), response);
};

async function mayFetch(parts: Parts, request: IncomingMessage, hash: Sha256): Promise<boolean> {
  const { authorization } = request.headers;
  if (parts.operators.identify(authorization) !== undefined) return true;
  const published = (await parts.published()).has(hash);
  const peer = hostBehind(parts, request.socket);
  if (peer.ok) return published || parts.blobs.isGranted(peer.host, hash);
  const token = bearer(authorization);
  if (token === undefined || !published) return false;
  openToken(parts.database, token);
  return true;
}

const putBlob: Answering = async (parts, request, response, [name]) => {
  if (parts.operators.identify(request.headers.authorization) === undefined) {
    throw new ControllerError('no_operator', 'blobs are stored by operators');
  }
  await parts.blobs.receive(hashFrom(name), request as AsyncIterable<Uint8Array>);
  sendJson(response, 200, {});
};

function hashFrom(name: string | undefined): Sha256 {
  const parsed = Sha256.safeParse(name);
  if (parsed.success) return parsed.data;
  throw new ControllerError('malformed', 'a blob is named by its SHA-256 in lower-case hexadecimal');
}
