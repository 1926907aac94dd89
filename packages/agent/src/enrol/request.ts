import { createHash, createPrivateKey, createPublicKey, sign, X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { sealingPublicKey } from '@rolecall/protocol/sealed-box';
import { AgentError, messageOf } from '../error.ts';

/** The keys that a host made for itself, in PEM. */
export interface HostKeys {
  readonly key: string;
  readonly sealingKey: string;
}

/** What the controller answers to an enrolment. */
export interface Enrolled {
  readonly hostId: string;
  readonly host: string;
  readonly certificate: string;
  readonly ca: string;
}

/** What the new key signs, so that nobody enrols a key that is not theirs: purpose, token, both public keys. */
export const proofText = (token: string, publicKey: string, sealingKey: string): string =>
  `rolecall-enroll-1\n${token}\n${publicKey}\n${sealingKey}`;

/** The body of the request. The same token with the same keys gets the same answer, so a lost answer does no harm. */
export function enrolmentBody(token: string, hostname: string, keys: HostKeys): string {
  const privateKey = createPrivateKey(keys.key);
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  const sealingKey = sealingPublicKey(keys.sealingKey);
  const proof = sign('sha256', Buffer.from(proofText(token, publicKey, sealingKey)), privateKey).toString('base64');
  return JSON.stringify({ token, hostname, publicKey, sealingKey, proof });
}

export interface Controller {
  readonly url: string;
  /** Certificates of the site's authority, PEM: nobody else is believed. */
  readonly ca: string;
  /** `sha256//BASE64` of the public key in the controller's certificate, as curl writes it; checked as well where given. */
  readonly pin?: string | undefined;
  readonly serverName?: string | undefined;
}

const ANSWER_WITHIN_MS = 30_000;
const MAX_ANSWER_BYTES = 256 * 1024;

/** Sends the request; throws an `AgentError` with what the controller said where it says no. */
export async function requestEnrolment(controller: Controller, body: string): Promise<Enrolled> {
  const { status, text } = await post(controller, body);
  if (status !== 200) {
    throw new AgentError(
      'enrolment_refused',
      `the controller refused the enrolment: ${refusalIn(text) ?? `status ${status}`}`,
      {
        hint: 'a token is used up by one host and expires: `controller enroll` prints a new line to run here',
      },
    );
  }
  return enrolledIn(text);
}

function post(controller: Controller, body: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const url = new URL('/enroll', controller.url);
    const fail = (cause: unknown) =>
      reject(
        new AgentError('unreachable', `the controller at ${controller.url} could not be asked: ${messageOf(cause)}`, {
          hint: 'check that this host reaches that address, and that the line to run here is the one that this controller printed',
          cause,
        }),
      );
    const options = {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      ca: controller.ca,
      minVersion: 'TLSv1.3' as const,
      timeout: ANSWER_WITHIN_MS,
      agent: false as const,
      ...(controller.serverName === undefined ? {} : { servername: controller.serverName }),
      checkServerIdentity: (name: string, certificate: PeerCertificate) =>
        checkServerIdentity(name, certificate) ?? wrongPin(controller.pin, certificate),
    };
    const asked = request(url, options, (answer) => {
      collect(answer).then((text) => resolve({ status: answer.statusCode ?? 0, text }), fail);
    });
    asked.on('timeout', () => asked.destroy(new Error(`it did not answer within ${ANSWER_WITHIN_MS} ms`)));
    asked.on('error', fail);
    asked.end(body);
  });
}

function wrongPin(pin: string | undefined, certificate: PeerCertificate): Error | undefined {
  if (pin === undefined) return undefined;
  const found = pinOf(certificate.raw);
  return found === pin ? undefined : new Error(`its key is ${found}, not the pinned ${pin}`);
}

async function collect(answer: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of answer) {
    bytes += piece.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error('its answer is too long');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** The sentence in a refusal, as the controller's API words it: `{ error: { message } }` or `{ message }`. */
function refusalIn(text: string): string | undefined {
  const body = parsed(text);
  const error: unknown = Reflect.get(body, 'error');
  const message: unknown = Reflect.get(typeof error === 'object' && error !== null ? error : body, 'message');
  return typeof message === 'string' ? message.slice(0, 1000) : undefined;
}

function enrolledIn(text: string): Enrolled {
  const body = parsed(text);
  const [hostId, host, certificate, ca] = ['hostId', 'host', 'certificate', 'ca'].map((name): unknown =>
    Reflect.get(body, name),
  );
  if (
    typeof hostId === 'string' &&
    typeof host === 'string' &&
    typeof certificate === 'string' &&
    typeof ca === 'string'
  ) {
    return { hostId, host, certificate, ca };
  }
  throw new AgentError(
    'enrolment_refused',
    'the controller answered the enrolment with something else than a certificate',
  );
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** A certificate's public key as curl's `--pinnedpubkey` writes it. */
function pinOf(certificate: Buffer): string {
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return `sha256//${createHash('sha256').update(key).digest('base64')}`;
}
