import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { AgentError, messageOf } from '../error.ts';

/** How this host proves who it is, and whom it believes; read anew for every connection, since a certificate is renewed. */
export interface Identity {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly caFile: string;
}

/** Where the controller is. */
export interface ControllerAddress {
  /** `https://HOST:PORT` */
  readonly url: string;
  /** The name in the controller's certificate, where that is not the host of `url`. */
  readonly serverName?: string | undefined;
}

/** Options of a TLS connection to the controller. */
export const tlsOptions = (address: ControllerAddress, identity: Identity) => ({
  cert: readFileSync(identity.certificateFile),
  key: readFileSync(identity.keyFile),
  ca: readFileSync(identity.caFile),
  minVersion: 'TLSv1.3' as const,
  rejectUnauthorized: true,
  ...(address.serverName === undefined ? {} : { servername: address.serverName }),
});

/** A catalog of 20,000 resources with sizeable files in it is smaller. */
const MAX_CATALOG_BYTES = 64 * 1024 * 1024;
const SILENCE_MS = 30_000;

interface Asked {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly maxBytes?: number;
}

/** One request on a connection of its own. Rejects with the code `unreachable`. */
function exchange(
  address: ControllerAddress,
  identity: Identity,
  { method, path, body, maxBytes = MAX_CATALOG_BYTES }: Asked,
): Promise<{ readonly status: number; readonly bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    const url = new URL(path, address.url);
    const unreachable = (cause: unknown) =>
      reject(new AgentError('unreachable', `${url} could not be asked: ${messageOf(cause)}`, { cause }));
    const options = { ...tlsOptions(address, identity), method, agent: false, timeout: SILENCE_MS };
    const asked = request(url, options, (answer) => {
      const status = answer.statusCode ?? 0;
      collect(answer, maxBytes, asked.destroy.bind(asked)).then((bytes) => resolve({ status, bytes }), unreachable);
    });
    asked.on('timeout', () => asked.destroy(new Error(`nothing came for ${SILENCE_MS} ms`)));
    asked.on('error', unreachable);
    asked.end(body);
  });
}

/** Fetches a blob by its hash. Codes: `refused` where the controller has none for this host, `unreachable` otherwise. */
export async function fetchBlob(
  address: ControllerAddress,
  identity: Identity,
  hash: string,
  maxBytes = MAX_CATALOG_BYTES,
): Promise<Buffer> {
  const path = `/blobs/${hash}`;
  const { status, bytes } = await exchange(address, identity, { method: 'GET', path, maxBytes });
  if (status === 200) return bytes;
  throw answered(isLater(status) ? 'unreachable' : 'refused', path, address, status);
}

/** Too many ask, or the controller is only coming up: another time there is an answer. */
const isLater = (status: number): boolean => status < 400 || status >= 500 || status === 429;

const answered = (code: string, path: string, { url }: ControllerAddress, status: number): AgentError =>
  new AgentError(code, `${new URL(path, url)} was answered with status ${status}`);

/** Sends JSON and answers the object that comes back; an empty one where something else came. Rejects with the code `unreachable`. */
export async function postJson(
  address: ControllerAddress,
  identity: Identity,
  path: string,
  body: object,
): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
  const { status, bytes } = await exchange(address, identity, { method: 'POST', path, body: JSON.stringify(body) });
  if (status !== 200 && isLater(status)) throw answered('unreachable', path, address, status);
  return { status, body: objectIn(bytes.toString('utf8')) };
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

async function collect(answer: IncomingMessage, maxBytes: number, stop: () => void): Promise<Buffer> {
  let bytes: Buffer = Buffer.allocUnsafeSlow(Math.min(Number(answer.headers['content-length'] ?? 0), maxBytes));
  let length = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    const needed = length + piece.length;
    if (needed > maxBytes) {
      stop();
      throw new Error(`it is larger than ${maxBytes} bytes`);
    }
    if (needed > bytes.length) bytes = enlarged(bytes, Math.max(needed, Math.min(2 * bytes.length, maxBytes)));
    bytes.set(piece, length);
    length = needed;
  }
  return bytes.subarray(0, length);
}

function enlarged(bytes: Buffer, length: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(length);
  larger.set(bytes);
  return larger;
}
