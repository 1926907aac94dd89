import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Sha256 } from '@rolecall/protocol';
import { checkAccess } from '../api/access.ts';
import { dispatch } from '../api/dispatch.ts';
import { enrol } from '../enroll/exchange.ts';
import { EnrolRequest } from '../enroll/request.ts';
import { joinScript, refusingScript } from '../enroll/script.ts';
import type { ServiceCertificates } from '../enroll/service-certificate.ts';
import { openToken } from '../enroll/tokens.ts';
import { ControllerError } from '../error.ts';
import { faultFor } from '../fault.ts';
import { hostOfIdentity } from '../store/hosts.ts';
import {
  HOSTS_BODY,
  readJson,
  refuseBusy,
  refuseForNow,
  refuseMethod,
  STRANGERS_BODY,
  sendError,
  sendJson,
  sendText,
} from './answer.ts';
import { Attempts } from './attempts.ts';
import { type KeptFor, keptRoutes } from './kept.ts';
import { bearer } from './operators.ts';
import type { AllHandlers, Parts } from './parts.ts';
import { hostBehind } from './peer.ts';

type Answering = (
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  words: readonly string[],
) => Promise<void>;

/** Every path that there is, by its first word, and the methods that it knows. */
const routesFor = (
  handlers: AllHandlers,
  certificates: ServiceCertificates,
  keptFor: KeptFor,
): ReadonlyMap<string, Readonly<Record<string, Answering>>> =>
  new Map(
    Object.entries({
      join: { GET: join },
      joined: { GET: joined },
      enroll: { POST: enroll },
      certificate: { GET: certificate },
      'service-certificate': { POST: serviceCertificate(certificates) },
      blobs: { GET: getBlob, PUT: putBlob },
      artifacts: { PATCH: patchArtifact },
      kept: keptRoutes(keptFor),
      api: { POST: (parts, request, response, words) => dispatch(parts, handlers, request, response, words[0] ?? '') },
    } satisfies Record<string, Record<string, Answering>>),
  );

/** Answers one request: by its path, and by who shows what. What is not in this table is not there. */
export function answerRequests(
  parts: Parts,
  handlers: AllHandlers,
  certificates: ServiceCertificates,
  keptFor: KeptFor,
) {
  const routes = routesFor(handlers, certificates, keptFor);
  const attempts = new Attempts();
  return (request: IncomingMessage, response: ServerResponse): void => {
    const [first = '', ...words] = (request.url ?? '/').split('?')[0]?.split('/').slice(1) ?? [];
    // Nothing on the local socket: only the controller's own user reaches that.
    const address = request.socket.remoteAddress;
    answerOne(routes.get(first), parts, request, response, words, address, attempts).catch((error: unknown) => {
      if (address !== undefined && error instanceof ControllerError && WRONG_TOKEN.has(error.code))
        attempts.failed(address);
      // Who has gone away is told nothing.
      if (response.destroyed) return;
      const fault = faultFor(error);
      if (fault.code === 'internal') parts.log.error({ err: error, url: first }, 'a request failed');
      if (first === 'join' && error instanceof ControllerError) sendText(response, refusingScript(sentenceOf(error)));
      else sendError(response, fault);
    });
  };
}

/** A token that is nobody's: tried often, it is a guess. */
const WRONG_TOKEN: ReadonlySet<string> = new Set(['no_operator', 'unknown_token']);

async function answerOne(
  methods: Readonly<Record<string, Answering>> | undefined,
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  words: readonly string[],
  address: string | undefined,
  attempts: Attempts,
): Promise<void> {
  if (methods === undefined) throw new ControllerError('not_found', 'there is nothing here');
  const method = request.method ?? '';
  const answer = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (answer === undefined) return refuseMethod(response, Object.keys(methods));
  // Hosts show certificates: who else tries tokens from their address does not hold them up.
  const wait = address === undefined ? 0 : attempts.waitFor(address);
  if (wait > 0 && !hostBehind(parts, request.socket).ok) return refuseForNow(response, wait);
  await answer(parts, request, response, words);
}

const sentenceOf = ({ message, hint }: ControllerError): string =>
  hint === undefined ? message : `${message} (${hint})`;

/** `/join/TOKEN` is the script. Fetching uses nothing up. */
const join: Answering = async (parts, _, response, [token = '', ...more]) => {
  if (more.length > 0) throw new ControllerError('not_found', 'there is nothing here');
  const stored = openToken(parts.database, token);
  const { url, authority } = parts;
  const files = await parts.agentFiles();
  await parts.published();
  sendText(response, joinScript({ url, pin: authority.pin, ca: authority.certificate, files }, token, stored));
};

/** Whether the host that a script enrolled is linked. Token and id come as headers, which no process list shows. */
const joined: Answering = async (parts, request, response) => {
  openToken(parts.database, bearer(request.headers.authorization) ?? '');
  const host = hostOfIdentity(parts.database, String(request.headers['rolecall-host'] ?? ''));
  sendText(response, host !== undefined && parts.hub.isLinked(host) ? 'linked' : 'waiting');
};

const enroll: Answering = async (parts, request, response) => {
  const parsed = EnrolRequest.safeParse(await readJson(request, STRANGERS_BODY));
  if (!parsed.success) throw new ControllerError('malformed', 'that is no request to enrol');
  const superseded = (host: Parameters<typeof parts.hub.drop>[0]) => parts.hub.drop(host, 'it was enrolled again');
  sendJson(response, 200, await enrol({ ...parts, superseded }, parsed.data));
};

/** A reader that takes nothing for so long, in milliseconds, holds a file open for nothing. */
const STALLED_MS = 60_000;
/** Larger blobs than this are sent in turns, in bytes. */
const LARGE = 1024 ** 2;

/** Where a host tries its new certificate before it puts the old one away. */
const certificate: Answering = async (parts, request, response) => {
  const peer = hostBehind(parts, request.socket);
  if (!peer.ok) throw new ControllerError('not_allowed', peer.reason);
  sendJson(response, 200, { host: peer.host });
};

/** Where a host has a certificate signed for one of its services. */
const serviceCertificate =
  (certificates: ServiceCertificates): Answering =>
  async (parts, request, response) => {
    const peer = hostBehind(parts, request.socket);
    if (!peer.ok) throw new ControllerError('not_allowed', peer.reason);
    sendJson(response, 200, await certificates.sign(peer.host, await readJson(request, HOSTS_BODY)));
  };

const getBlob: Answering = async (parts, request, response, [name]) => {
  const hash = hashFrom(name);
  if (!(await mayFetch(parts, request, hash)) || !parts.blobs.has(hash)) {
    // The same answer for both: nobody learns what is stored for others.
    throw new ControllerError('not_found', 'there is no such blob for you');
  }
  const size = parts.blobs.sizeOf(hash);
  const start = startOf(request.headers.range);
  if (start > 0 && start >= size) {
    response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
    return;
  }
  const send = () => sendRest(response, parts.blobs.pathOf(hash), start, size);
  if (size < LARGE) await send();
  else await inTurn(parts, request, response, send);
};

async function sendRest(response: ServerResponse, path: string, start: number, size: number): Promise<void> {
  response.writeHead(start === 0 ? 200 : 206, {
    'content-type': 'application/octet-stream',
    'content-length': size - start,
    ...(start === 0 ? {} : { 'content-range': `bytes ${start}-${size - 1}/${size}` }),
  });
  response.setTimeout(STALLED_MS, () => response.destroy());
  await pipeline(createReadStream(path, { start }), response);
}

/** Agents come back by themselves, and go on where they were; others wait for as long as they like. */
async function inTurn(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  send: () => Promise<void>,
): Promise<void> {
  const peer = hostBehind(parts, request.socket);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const late = peer.ok ? AbortSignal.any([gone.signal, AbortSignal.timeout(parts.turns.waitMs)]) : gone.signal;
  const turn = await parts.turns.take(peer.ok ? peer.host : (request.socket.remoteAddress ?? 'here'), late);
  if (turn === undefined) return refuseBusy(response);
  if (peer.ok) turn.over.addEventListener('abort', () => response.destroy());
  await send().finally(turn.end);
}

/** Where to go on with a fetch that was cut off. Only `bytes=N-` is understood; whoever asks otherwise gets all of it. */
const startOf = (range: string | undefined): number => Number(/^bytes=(\d{1,15})-$/.exec(range ?? '')?.[1] ?? 0);

async function mayFetch(parts: Parts, request: IncomingMessage, hash: Sha256): Promise<boolean> {
  const { authorization } = request.headers;
  if (parts.operators.identify(authorization) !== undefined) return true;
  const peer = hostBehind(parts, request.socket);
  const token = bearer(authorization);
  // Before the hash is looked at: what is answered to a wrong token says nothing about what is here.
  if (!peer.ok) {
    if (token === undefined) return false;
    openToken(parts.database, token);
  }
  const published = (await parts.published()).has(hash);
  if (peer.ok) return published || parts.blobs.isGranted(peer.host, hash);
  return published;
}

/** Blobs that operators store are bundles of sites, and who may only look may apply none. */
const putBlob: Answering = async (parts, request, response, [name]) => {
  const operator = parts.operators.identify(request.headers.authorization);
  if (operator === undefined) throw new ControllerError('no_operator', 'blobs are stored by operators');
  checkAccess(operator, 'operate', 'storing a blob');
  await parts.blobs.receive(hashFrom(name), request as AsyncIterable<Uint8Array>);
  sendJson(response, 200, {});
};

/** The next piece of an upload, behind the bytes that `upload-offset` counts. What came stays, also where it breaks off. */
const patchArtifact: Answering = async (parts, request, response, [name]) => {
  const operator = parts.operators.identify(request.headers.authorization);
  if (operator === undefined) throw new ControllerError('no_operator', 'artifacts are stored by operators');
  checkAccess(operator, 'operate', 'storing an artifact');
  const offset = Number(/^\d{1,15}$/.exec(String(request.headers['upload-offset']))?.[0]);
  if (Number.isNaN(offset)) throw new ControllerError('malformed', 'upload-offset says where this piece belongs');
  request.setTimeout(STALLED_MS, () => request.destroy());
  const pieces = request as AsyncIterable<Uint8Array>;
  sendJson(response, 200, await parts.artifacts.append(hashFrom(name), offset, pieces));
};

function hashFrom(name: string | undefined): Sha256 {
  const parsed = Sha256.safeParse(name);
  if (parsed.success) return parsed.data;
  throw new ControllerError('malformed', 'a blob is named by its SHA-256 in lower-case hexadecimal');
}
