import { type FromAgentOf, type HostName, MAX_FRAME_BYTES, type ToAgent } from '@rolecall/protocol';
import type { WebSocket } from 'ws';
import { ControllerError } from '../error.ts';
import { CLOSE, type CloseCode } from './close-code.ts';

/** Nothing is handed to a socket that has this much unsent, in bytes. */
const MAX_BUFFERED = 1024 * 1024;
/** What waits beside it, in characters; a host that cannot take more than this is cut off and comes back. */
const MAX_WAITING = 8 * 1024 * 1024;
/** A close frame's reason has room for 123 bytes (RFC 6455 section 5.5). */
const MAX_REASON = 123;

/** Issues the next certificate of the host at the other end of one link, in PEM. */
export type Renew = (request: FromAgentOf<'renew'>) => Promise<string>;

/** One agent's socket: everything that is sent to it goes through here, and never fills memory. */
export class Link {
  readonly host: HostName;
  /** Where it comes from. */
  readonly address: string;
  /** Milliseconds since 1970: the certificate's end, and so the link's. */
  readonly notAfter: number;
  readonly renew: Renew | undefined;
  /** Its next certificate is being issued. */
  renewing = false;
  /** Of the journal that its reports come from; nothing before `hello`. */
  epoch: string | undefined;
  /** Of the messages that both sides speak. */
  revision = 1;
  /** As its agent was told. */
  heartbeatMs = 600_000;
  /** Output streams whose host was asked to go back, until it did. */
  readonly gaps = new Set<string>();
  readonly #socket: WebSocket;
  readonly #ending: () => void;
  #waiting: string[] = [];
  #waitingCharacters = 0;
  /** Milliseconds of the monotonic clock. */
  #heard = performance.now();
  #pinged = performance.now();

  /** `ending` is called once nothing more is taken from the host or sent to it, in a turn of its own. */
  constructor(
    { host, address, notAfter, renew }: Pick<Link, 'host' | 'address' | 'notAfter'> & { readonly renew?: Renew },
    socket: WebSocket,
    ending: () => void,
  ) {
    this.host = host;
    this.address = address;
    this.notAfter = notAfter;
    this.renew = renew;
    this.#socket = socket;
    this.#ending = ending;
    const heard = () => {
      this.#heard = performance.now();
    };
    socket.on('message', heard);
    socket.on('ping', heard);
    socket.on('pong', heard);
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Milliseconds since anything came from it. */
  get silence(): number {
    return performance.now() - this.#heard;
  }

  /**
   * Sends at once, or as soon as there is room.
   * @throws ControllerError `too_large` for what no frame can hold.
   */
  send(message: ToAgent): void {
    const text = JSON.stringify(message);
    if (text.length > MAX_FRAME_BYTES) {
      throw new ControllerError(
        'too_large',
        `a ${message.type} message for ${this.host} has ${text.length} characters`,
        {
          hint: `a message holds at most ${MAX_FRAME_BYTES}; larger things are fetched by their hash`,
        },
      );
    }
    if (!this.isOpen) return;
    this.#waiting.push(text);
    this.#waitingCharacters += text.length;
    this.#drain();
    if (this.#waitingCharacters > MAX_WAITING) this.close(CLOSE.readsTooSlowly, 'it reads too slowly');
  }

  /** Once a beat. */
  pingWhenDue(): void {
    const now = performance.now();
    if (!this.isOpen || now - this.#pinged < this.heartbeatMs) return;
    this.#pinged = now;
    this.#socket.ping();
  }

  /** Ends it with a reason; one that does not answer is cut off by `ws` after its `closeTimeout`. */
  close(code: CloseCode, reason: string): void {
    this.#waiting = [];
    this.#waitingCharacters = 0;
    this.#socket.close(
      code,
      Buffer.from(reason)
        .subarray(0, MAX_REASON)
        .toString('utf8')
        .replace(/\ufffd$/, ''),
    );
    queueMicrotask(this.#ending);
  }

  /** Ends it without a word: nobody is there. */
  cut(): void {
    this.#socket.terminate();
  }

  #drain(): void {
    while (this.isOpen && this.#waiting.length > 0 && this.#socket.bufferedAmount < MAX_BUFFERED) {
      const text = this.#waiting.shift() ?? '';
      this.#waitingCharacters -= text.length;
      this.#socket.send(text, (error) => {
        if (error === undefined || error === null) this.#drain();
      });
    }
  }
}
