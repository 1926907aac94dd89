import { createReadStream } from 'node:fs';
import type { IncomingMessage, RequestOptions } from 'node:http';
import type { ApiError, Fault, Input, Output, Sha256, Verb } from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import type { Address } from './address.ts';
import { linesOf } from './lines.ts';

/**
 * Importing `node:http` as a module reads each of its exports, and one of them loads a whole second HTTP client (30 ms of a command's
 * start). Taken as an object it loads nothing more; https, only for a controller elsewhere, is taken when it is needed.
 */
const { request: requestHttp } = process.getBuiltinModule('node:http');

/** A call that the controller refused, with its own words. */
export class RefusedError extends Error {
  readonly code: string;
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.message);
    this.name = 'RefusedError';
    this.code = fault.code;
    this.fault = fault;
  }
}

/** An operator's link to a controller: its verbs, typed. */
export interface Client {
  call<V extends Verb>(verb: V, input: Input<V>): Promise<Output<V>>;
  /** A streaming verb's answers, as they come; ending the loop ends the call. */
  stream<V extends Verb>(verb: V, input: Input<V>, signal?: AbortSignal): AsyncIterable<Output<V>>;
  /** Stores content under its hash. */
  putBlob(hash: Sha256, content: Uint8Array): Promise<void>;
  /** Content by its hash, as it comes; whether it has that hash is for the caller to see. */
  blob(hash: Sha256): AsyncIterable<Uint8Array>;
  /** Sends a piece of an artifact that was begun. */
  putPiece(hash: Sha256, piece: FilePiece): Promise<Output<'artifacts.begin'>>;
}

/** A part of a file: read while it is sent. */
export interface FilePiece {
  readonly path: string;
  /** Where the artifact begins in the file. */
  readonly start: number;
  /** Bytes of the artifact before it. */
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
}

export function connect(address: Address): Client {
  return {
    async call(verb, input) {
      const answer = await exchange(address, 'POST', `/api/${verb}`, JSON.stringify(input));
      return JSON.parse(await text(answer));
    },
    async *stream(verb, input, signal) {
      const answer = await exchange(address, 'POST', `/api/${verb}`, JSON.stringify(input), signal);
      for await (const line of linesOf(answer)) yield JSON.parse(line);
    },
    async putBlob(hash, content) {
      await text(await exchange(address, 'PUT', `/blobs/${hash}`, content));
    },
    async *blob(hash) {
      yield* (await exchange(address, 'GET', `/blobs/${hash}`, '')) as AsyncIterable<Uint8Array>;
    },
    async putPiece(hash, piece) {
      return JSON.parse(await text(await exchange(address, 'PATCH', `/artifacts/${hash}`, piece)));
    },
  };
}

/** What a controller answers, without a word, while it is being started. */
const STARTING = 503;

/** One request; anything but 2xx becomes the error that the controller described. */
async function exchange(
  address: Address,
  method: string,
  path: string,
  body: string | Uint8Array | FilePiece,
  signal?: AbortSignal,
): Promise<IncomingMessage> {
  const answer = await send(address, method, path, body, signal);
  if ((answer.statusCode ?? 500) < 300) return answer;
  const said = await text(answer);
  const fault = faultIn(said);
  if (fault === undefined && answer.statusCode === STARTING) throw starting(address);
  throw new RefusedError(fault ?? { code: 'http', message: `the controller answered ${answer.statusCode}` });
}

const isPiece = (body: string | Uint8Array | FilePiece): body is FilePiece =>
  typeof body === 'object' && 'path' in body;

function send(
  address: Address,
  method: string,
  path: string,
  body: string | Uint8Array | FilePiece,
  signal: AbortSignal | undefined,
): Promise<IncomingMessage> {
  const common: RequestOptions = {
    method,
    path,
    headers: {
      authorization: `Bearer ${address.token}`,
      'content-type': typeof body === 'string' ? 'application/json' : 'application/octet-stream',
      'content-length': isPiece(body) ? body.size : Buffer.byteLength(body),
      ...(isPiece(body) ? { 'upload-offset': body.offset } : {}),
    },
    ...(signal === undefined ? {} : { signal }),
  };
  return new Promise((resolve, reject) => {
    const outgoing =
      address.by === 'socket'
        ? requestHttp({ ...common, socketPath: address.path, host: 'controller' }, resolve)
        : process
            .getBuiltinModule('node:https')
            .request(
              { ...common, host: address.url.hostname, port: address.url.port, ca: address.ca, minVersion: 'TLSv1.3' },
              resolve,
            );
    outgoing.on('error', (cause) => reject(signal?.aborted ? cause : unreachable(address, cause)));
    if (!isPiece(body)) outgoing.end(body);
    else if (body.size === 0) outgoing.end();
    // A refusal comes as an answer, and ends the sending.
    else
      createReadStream(body.path, { start: body.start + body.offset, end: body.start + body.offset + body.size - 1 })
        .on('error', reject)
        .pipe(outgoing);
  });
}

/** What TLS says of a certificate whose authority it was not told to trust. */
const UNTRUSTED = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);

const placeOf = (address: Address): string => (address.by === 'socket' ? address.path : address.url.origin);

const starting = (address: Address): ControllerError =>
  new ControllerError('no_controller', `the controller at ${placeOf(address)} is being started`, {
    hint: 'say it again in a moment',
  });

function unreachable(address: Address, cause: NodeJS.ErrnoException): ControllerError {
  const where = placeOf(address);
  if (UNTRUSTED.has(cause.code ?? '')) {
    return new ControllerError('untrusted', `${where} shows a certificate that this machine does not trust`, {
      hint: "give its authority's certificate (ca/ca.crt in its data folder) with --ca or ROLECALL_CA_FILE",
      cause,
    });
  }
  return new ControllerError('no_controller', `no controller answers at ${where}: ${cause.message}`, {
    hint: 'start one with: controller serve   (or name another with --controller or ROLECALL_CONTROLLER)',
    cause,
  });
}

async function text(message: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

function faultIn(said: string): Fault | undefined {
  try {
    return (JSON.parse(said) as ApiError).error;
  } catch {
    return undefined;
  }
}
