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

  constructor(socket: WebSocket, onRoom: () => void) {
    this.#socket = socket;
    this.#onRoom = onRoom;
  }

  hasRoom(): boolean {
    return this.#isOpen() && this.#socket.bufferedAmount < MAX_BUFFERED_BYTES;
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
    if (this.#waiting.length === 0) this.#onRoom();
  }

  #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }
}
