import { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FromAgent, ToAgentOf } from '@rolecall/protocol';
import { MAX_FRAME_BYTES } from '@rolecall/protocol/limits';
import { WebSocket } from 'ws';
import { type ControllerAddress, type Identity, tlsOptions } from '../catalog/client.ts';
import { messageOf } from '../error.ts';
import type { Commands } from '../host/contract.ts';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import { GOOD_AFTER_MS, waitBefore } from './backoff.ts';
import { OutputSender } from './output-sender.ts';
import { Session, type SessionHooks } from './session.ts';

const HANDSHAKE_WITHIN_MS = 10_000;
const CLOSE_WITHIN_MS = 5_000;
const SOCKET_OPTIONS = {
  perMessageDeflate: false,
  maxPayload: MAX_FRAME_BYTES,
  handshakeTimeout: HANDSHAKE_WITHIN_MS,
  closeTimeout: CLOSE_WITHIN_MS,
};
/** Between tries while somebody waits for a new link. */
const AWAITED_MS = 1_000;
/** Until a controller says otherwise: how far apart a fleet's first tries are. */
const DEFAULT_SPREAD_MS = 5_000;
const DAY_MS = 86_400_000;

export interface LinkOptions {
  readonly address: ControllerAddress;
  readonly identity: Identity;
  readonly journal: Journal;
  readonly commands: Pick<Commands, 'replay'>;
  readonly log: Log;
  readonly factsHash: () => string | undefined;
  readonly hooks: Omit<SessionHooks, 'goAway'>;
  /** Called before every try: what is to be shown can be put in place. */
  readonly beforeTry?: () => void;
  readonly onClosed?: () => void;
  readonly random?: () => number;
}

/** The link to the controller: one at a time, made again whenever it is lost, for as long as the agent runs. */
export class Link {
  readonly #options: LinkOptions;
  readonly #output: OutputSender;
  readonly #random: () => number;
  #socket: WebSocket | undefined;
  #session: Session | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #spreadMs = DEFAULT_SPREAD_MS;
  #stopped = false;
  #again = false;
  readonly #awaiting = new Set<() => void>();
  #localAddress: string | undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
    const offer = (frame: Uint8Array): boolean => this.#session?.offer(frame) ?? false;
    this.#output = new OutputSender(options.commands, offer, () => this.#session?.isWelcome() ?? false);
  }

  /** Where output of commands goes. */
  get onOutput(): OutputSender['onOutput'] {
    return this.#output.onOutput;
  }

  /** The source address of the route to the controller, once there was a link. */
  get localAddress(): string | undefined {
    return this.#localAddress;
  }

  /** Sends what need not be durable; without a link it is dropped, and asked for again. Answers when there is room for more; false without a link. */
  readonly reply = async (message: FromAgent): Promise<boolean> =>
    this.#session?.isWelcome() === true && this.#session.send(message);

  /** Leaves, and comes back at once. */
  relink(): void {
    this.#again = true;
    this.#socket?.close(1000, 'it comes back with another certificate');
  }

  /**
   * Drops the link for a new one, tries often, and answers whether there is one within so many milliseconds: for a change that may have cut
   * this host off, of which a connection that was there before would not notice.
   */
  reconnect(withinMs: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), withinMs);
    const isWelcome = () => resolve(true);
    this.#awaiting.add(isWelcome);
    if (this.#socket === undefined) this.#tryLater();
    else this.#socket.terminate();
    return promise.finally(() => {
      clearTimeout(timer);
      this.#awaiting.delete(isWelcome);
    });
  }

  start(): void {
    try {
      this.#options.beforeTry?.();
      this.#connect();
    } catch (thrown) {
      this.#options.log('error', `no link can be made: ${messageOf(thrown)}`);
      this.#tryLater();
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#output.close();
    const socket = this.#socket;
    if (socket === undefined) return;
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve());
      if (socket.readyState === socket.CONNECTING) socket.terminate();
      else socket.close(1001, 'the agent stops');
      setTimeout(() => socket.terminate(), 1_000).unref();
    });
  }

  #connect(): void {
    const { address, identity, log, journal, hooks, factsHash } = this.#options;
    const tls = tlsOptions(address, identity);
    const socket = new WebSocket(new URL('/agent', address.url.replace(/^http/, 'ws')), { ...tls, ...SOCKET_OPTIONS });
    const goAway = (spreadMs: number) => {
      this.#spreadMs = spreadMs;
      this.#failures = 0;
    };
    const welcomed = (welcome: ToAgentOf<'welcome'>) => {
      this.#spreadMs = welcome.spreadMs;
      log('info', 'linked', { controller: address.url, host: welcome.host, certificate_days: daysLeft(tls.cert) });
      hooks.welcomed(welcome);
      for (const isWelcome of this.#awaiting) isWelcome();
    };
    const session = new Session(socket, journal, this.#output, { ...hooks, welcomed, goAway }, log);
    let openedAt = Number.POSITIVE_INFINITY;
    socket.on('upgrade', (response) => {
      this.#localAddress = response.socket.localAddress;
    });
    socket.on('open', () => {
      openedAt = performance.now();
      session.hello(factsHash());
    });
    socket.on('unexpected-response', (_, response) => {
      void refusalIn(response).then((reason) => {
        log('error', `the controller refuses the link: ${reason}`, { controller: address.url });
        socket.terminate();
      });
    });
    socket.on('error', (error) => log('warning', `the link failed: ${error.message}`, { controller: address.url }));
    socket.on('close', (code, reason) => {
      session.ended();
      log('info', 'the link is closed', { code, reason: reason.toString('utf8') });
      const wasGood = code === 1000 || performance.now() - openedAt > GOOD_AFTER_MS;
      this.#closed(wasGood);
    });
    this.#socket = socket;
    this.#session = session;
  }

  #closed(wasGood: boolean): void {
    this.#session = undefined;
    this.#socket = undefined;
    this.#options.onClosed?.();
    if (wasGood) this.#failures = 0;
    const again = this.#again && !this.#stopped;
    this.#again = false;
    if (again) this.start();
    else this.#tryLater();
  }

  #tryLater(): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    const usualMs = waitBefore(this.#failures++, this.#spreadMs, this.#random);
    const waitMs = this.#awaiting.size > 0 ? Math.min(usualMs, AWAITED_MS) : usualMs;
    this.#options.log('debug', 'trying again', { in_ms: Math.round(waitMs) });
    this.#timer = setTimeout(() => this.start(), waitMs);
  }
}

/** Full days for which a certificate is still good; negative once it has expired. */
const daysLeft = (certificate: Buffer): number =>
  Math.floor((new X509Certificate(certificate).validToDate.getTime() - Date.now()) / DAY_MS);

/** A refusal is one sentence. */
const MAX_REFUSAL = 500;

/** What an answer that is no link says, the beginning of it. Never rejects. */
async function refusalIn(response: IncomingMessage): Promise<string> {
  let text = '';
  try {
    for await (const piece of response) {
      text += piece;
      if (text.length > MAX_REFUSAL) break;
    }
  } catch {
    // Cut off: what came of it is better than nothing.
  }
  return text.slice(0, MAX_REFUSAL).trim() || `status ${response.statusCode}`;
}
