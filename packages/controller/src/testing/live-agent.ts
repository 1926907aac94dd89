import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { ToAgent, ToAgentOf } from '@rolecall/protocol';
import { makeSealingKeys } from '@rolecall/protocol/sealed-box';
import { WebSocket } from 'ws';
import type { EnrolAnswer } from '../enroll/exchange.ts';
import type { Answered, Certified, LiveController } from './live-controller.ts';

/** Keys of a host that is not enrolled yet. */
export interface NewKeys {
  readonly key: KeyObject;
  readonly sealingKey: string;
}

export const newKeys = (): NewKeys => ({
  key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  sealingKey: makeSealingKeys().publicKey,
});

export const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** The request of a host that shows these keys; `prover` signs it where another key than its own shall. */
export function enrolmentOf(token: string, hostname: string, { key, sealingKey }: NewKeys, prover = key) {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  const text = `rolecall-enroll-1\n${token}\n${publicKey}\n${sealingKey}`;
  const proof = sign('sha256', Buffer.from(text), prover).toString('base64');
  return { token, hostname, publicKey, sealingKey, proof };
}

export const sendEnrolment = (live: LiveController, body: unknown): Promise<Answered> =>
  live.ask('POST', '/enroll', { body: JSON.stringify(body) });

/** Takes a host in as its operator and it would; a name that is taken gets a new identity. */
export async function enrolled(live: LiveController, host: string): Promise<Certified & EnrolAnswer> {
  const keys = newKeys();
  const { token } = await live.token({ host });
  const { status, text } = await sendEnrolment(live, enrolmentOf(token, host, keys));
  if (status !== 200) throw new Error(text);
  const answer = JSON.parse(text) as EnrolAnswer;
  return { ...answer, key: pemOf(keys.key), cert: answer.certificate };
}

/** Where a controller is, and whom to trust. */
type Address = Pick<LiveController, 'port' | 'ca'>;

/** A link that says what a test lets it say. */
export class RawLink {
  /** How it ended. */
  readonly ended: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #socket: WebSocket;
  readonly #heard: ToAgent[] = [];
  #news: () => void = () => {};

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      this.#heard.push(JSON.parse(String(data)) as ToAgent);
      this.#news();
    });
    // The end of it tells enough.
    socket.on('error', () => {});
    this.ended = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
        this.#news();
      });
    });
  }

  /** Opens a link; where it is refused, rejects with the status and the sentence. */
  static open(live: Address, shown: Certified | undefined, path = '/agent'): Promise<RawLink> {
    const { key, cert } = shown ?? {};
    const socket = new WebSocket(`wss://127.0.0.1:${live.port}${path}`, { ca: live.ca, key, cert });
    return new Promise((resolve, reject) => {
      const link = new RawLink(socket);
      socket.once('open', () => resolve(link));
      socket.once('error', reject);
      socket.once('unexpected-response', (_, answer) => {
        let text = '';
        answer.on('data', (piece: Buffer) => {
          text += piece.toString();
        });
        answer.on('end', () => reject(new Error(`${answer.statusCode} ${text.trim()}`)));
      });
    });
  }

  /** Opens a link and greets. */
  static async greeted(live: Address, shown: Certified, more: object = {}): Promise<RawLink> {
    const link = await RawLink.open(live, shown);
    link.send({ ...HELLO, ...more });
    await link.next('welcome');
    return link;
  }

  send(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  sendText(text: string): void {
    this.#socket.send(text);
  }

  sendBytes(bytes: Uint8Array): void {
    this.#socket.send(bytes);
  }

  /** The next message of a type; what comes before it is passed over. */
  async next<T extends ToAgent['type']>(type: T): Promise<ToAgentOf<T>> {
    const end = performance.now() + 10_000;
    for (;;) {
      while (this.#heard.length > 0) {
        const message = this.#heard.shift();
        if (message?.type === type) return message as ToAgentOf<T>;
      }
      if (this.#socket.readyState === WebSocket.CLOSED) throw new Error(`closed before ${type} came`);
      if (performance.now() > end) throw new Error(`no ${type} came`);
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, 500);
        this.#news = () => {
          clearTimeout(late);
          resolve();
        };
      });
    }
  }

  /** Takes nothing more from the network, as a host does whose memory is full. */
  stopReading(): void {
    this.#socket.pause();
  }

  /** Ends it without a word. */
  cut(): void {
    this.#socket.terminate();
  }

  close(): Promise<unknown> {
    this.#socket.close(1000);
    return this.ended;
  }
}

/** How a host greets that has nothing to report yet. */
export const HELLO = {
  type: 'hello',
  revision: { min: 1, max: 1 },
  agent: '0.1.0',
  boot: 'boot-1',
  epoch: 'epoch-1',
  lastSeq: 0,
  firstUnacknowledged: 1,
  factsHash: null,
  term: 0,
  active: [],
} as const;
