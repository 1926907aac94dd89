import type { WebSocket } from 'ws';

/** Nothing is handed to a socket that has this much unsent. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
/** What waits beside it for its turn; a link that cannot take more than this is no use and is dropped. */
const MAX_WAITING_CHARACTERS = 8 * 1024 * 1024;

/** Sends on one socket without ever filling it up; calls back when it takes more. */
export class SendQueue {
  readonly #socket: WebSocket;
  readonly #onRoom: () => void;
  #waiting: string[] = [];
  #waitingCharacters = 0;
  readonly #asking = new Set<(hasRoom: boolean) => void>();

  constructor(socket: WebSocket, onRoom: () => void) {
    this.#socket = socket;
    this.#onRoom = onRoom;
  }

  hasRoom(): boolean {
    return this.#isOpen() && this.#socket.bufferedAmount < MAX_BUFFERED_BYTES;
  }

  /** Answers once nothing waits and the socket takes more: true; false where it closed before. */
  room(): Promise<boolean> {
    if (!this.#isOpen()) return Promise.resolve(false);
    if (this.#waiting.length === 0 && this.hasRoom()) return Promise.resolve(true);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#asking.add(resolve);
    return promise;
  }

  /** The socket is closed: nobody waits for room any longer. */
  ended(): void {
    this.#answer(false);
  }

  /** Sends at once, or as soon as there is room. */
  send(text: string): void {
    if (this.#waiting.length === 0 && this.offer(text)) return;
    this.#waiting.push(text);
    this.#waitingCharacters += text.length;
    if (this.#waitingCharacters > MAX_WAITING_CHARACTERS) this.#socket.terminate();
  }

  /** Sends at once or not at all, and says which. */
  offer(frame: string | Uint8Array): boolean {
    if (!this.hasRoom()) return false;
    this.#socket.send(frame, (error) => {
      if (error === undefined || error === null) this.#drained();
    });
    return true;
  }

  #drained(): void {
    if (!this.hasRoom()) return;
    while (this.#waiting.length > 0 && this.hasRoom()) {
      const next = this.#waiting.shift() ?? '';
      this.#waitingCharacters -= next.length;
      this.offer(next);
    }
    if (this.#waiting.length > 0) return;
    this.#answer(true);
    this.#onRoom();
  }

  #answer(hasRoom: boolean): void {
    for (const resolve of this.#asking) resolve(hasRoom);
    this.#asking.clear();
  }

  #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }
}
