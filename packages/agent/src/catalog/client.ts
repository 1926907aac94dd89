import { readFileSync } from 'node:fs';
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

/** Fetches a blob by its hash. Codes: `refused` where the controller has none for this host, `unreachable` otherwise. */
export function fetchBlob(address: ControllerAddress, identity: Identity, hash: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const url = new URL(`/blobs/${hash}`, address.url);
    const unreachable = (cause: unknown) =>
      reject(new AgentError('unreachable', `${url} could not be fetched: ${messageOf(cause)}`, { cause }));
    const asked = request(url, { ...tlsOptions(address, identity), agent: false, timeout: SILENCE_MS }, (answer) => {
      const status = answer.statusCode ?? 0;
      if (status !== 200) {
        answer.resume();
        const code = status >= 400 && status < 500 && status !== 429 ? 'refused' : 'unreachable';
        return reject(new AgentError(code, `${url} was answered with status ${status}`));
      }
      collect(answer, asked.destroy.bind(asked)).then(resolve, unreachable);
    });
    asked.on('timeout', () => asked.destroy(new Error(`nothing came for ${SILENCE_MS} ms`)));
    asked.on('error', unreachable);
    asked.end();
  });
}

async function collect(body: AsyncIterable<Buffer>, stop: () => void): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > MAX_CATALOG_BYTES) {
      stop();
      throw new Error(`it is larger than ${MAX_CATALOG_BYTES} bytes`);
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
