import type { OutputStream, ToAgentOf } from '@rolecall/protocol';
import { encodeOutput } from '@rolecall/protocol/output-frame';
import type { CommandId, Commands, OnOutput } from '../host/contract.ts';

/** Output is gathered this long, so that a program that prints much costs few frames. */
const GATHER_MS = 15;
const MAX_FRAME_OUTPUT = 64 * 1024;
/** What waits in memory for a slow link; the rest waits in the spool on disk. */
const MAX_WAITING_BYTES = 512 * 1024;
/** So many streams are remembered for a controller that lost some; older ones were sent long ago. */
const MAX_STREAMS = 128;
const LATELY_MS = 120_000;

interface Stream {
  readonly of: CommandId;
  readonly stream: OutputStream;
  /** Bytes that were sent, and of those the ones that surely arrived (a pong came after them). */
  sent: number;
  arrived: number;
  /** Where the last frame began, and when it was sent (milliseconds of the monotonic clock). */
  lastFrame: number;
  lastSentAt: number;
  /** Bytes that exist. */
  known: number;
  /** Follows `sent` without a gap. */
  waiting: Uint8Array[];
  waitingBytes: number;
  replaying: boolean;
}

/** Sends one frame; false where the link is down or full. */
export type SendFrame = (frame: Uint8Array) => boolean;

/**
 * Passes output on while commands run. Nothing is kept beyond a small buffer: what a slow or lost link could not take is read again from the
 * command's spool, from where it was lost.
 */
export class OutputSender {
  readonly #commands: Pick<Commands, 'replay'>;
  readonly #send: SendFrame;
  readonly #isOpen: () => boolean;
  readonly #streams = new Map<string, Stream>();
  #timer: NodeJS.Timeout | undefined;
  #links = 0;

  constructor(commands: Pick<Commands, 'replay'>, send: SendFrame, isOpen: () => boolean) {
    this.#commands = commands;
    this.#send = send;
    this.#isOpen = isOpen;
  }

  readonly onOutput: OnOutput = ({ of, stream, offset, bytes }) => {
    const to = this.#streamOf(of, stream);
    to.known = Math.max(to.known, offset + bytes.length);
    if (!this.#isOpen()) return;
    const next = to.sent + to.waitingBytes;
    const fits = to.waitingBytes + bytes.length <= MAX_WAITING_BYTES;
    if (offset <= next && offset + bytes.length > next && fits) {
      // Copied: the buffer that a program's output was read into is used again.
      const fresh = Uint8Array.from(bytes.subarray(next - offset));
      to.waiting.push(fresh);
      to.waitingBytes += fresh.length;
    }
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MS);
  };

  /** The controller lacks what follows these bytes of a stream. */
  held({ of, stream, bytes }: ToAgentOf<'outputHeld'>): void {
    const to = this.#streams.get(`${stream} ${of}`);
    if (to === undefined) {
      // Written before this agent started: only the spool knows how long it is.
      this.#streamOf(of, stream).known = Number.MAX_SAFE_INTEGER;
    }
    const lacking = this.#streamOf(of, stream);
    this.#rewind(lacking, bytes);
    lacking.arrived = Math.max(lacking.arrived, Math.min(bytes, lacking.known));
    this.flush();
  }

  /**
   * The link is new: what may have been lost with the last one is sent again. Of what was sent lately that is at least the last frame, since
   * a controller that died may not have stored what it got: from that frame it sees what it lacks.
   */
  linked(): void {
    this.#links++;
    const lately = performance.now() - LATELY_MS;
    for (const stream of this.#streams.values()) {
      const sure = stream.lastSentAt > lately ? Math.min(stream.arrived, stream.lastFrame) : stream.arrived;
      this.#rewind(stream, sure);
    }
    this.flush();
  }

  /** A mark of what was sent; calling it says that all of that arrived. */
  mark(): () => void {
    const sent = [...this.#streams.values()].map((stream) => ({ stream, at: stream.sent }));
    return () => {
      for (const { stream, at } of sent) stream.arrived = Math.max(stream.arrived, Math.min(at, stream.sent));
    };
  }

  /** Sends what the link takes. Called again when it takes more. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const stream of [...this.#streams.values()]) {
      this.#flushStream(stream);
      if (!this.#isOpen()) this.#rewind(stream, stream.sent);
      else if (stream.waitingBytes === 0 && stream.sent < stream.known) this.#readAgain(stream);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #flushStream(stream: Stream): void {
    while (stream.waitingBytes > 0) {
      const waiting = Buffer.concat(stream.waiting);
      const bytes = waiting.subarray(0, MAX_FRAME_OUTPUT);
      if (!this.#send(encodeOutput({ of: stream.of, stream: stream.stream, offset: stream.sent, bytes }))) return;
      stream.lastFrame = stream.sent;
      stream.lastSentAt = performance.now();
      stream.sent += bytes.length;
      stream.waiting = waiting.length > bytes.length ? [waiting.subarray(bytes.length)] : [];
      stream.waitingBytes -= bytes.length;
    }
  }

  #readAgain(stream: Stream): void {
    if (stream.replaying) return;
    stream.replaying = true;
    const [from, link] = [stream.sent, this.#links];
    const end = this.#commands.replay(stream.of, stream.stream, from, (piece) => {
      if (stream.known === Number.MAX_SAFE_INTEGER) stream.known = piece.offset + piece.bytes.length;
      this.onOutput(piece);
    });
    const done = () => {
      stream.replaying = false;
      // The spool holds no more than this, or is gone; unless what it gave fell between two links.
      if (stream.waitingBytes === 0 && stream.sent === from && link === this.#links && this.#isOpen())
        stream.known = from;
      else this.flush();
    };
    end.then(done, done);
  }

  #rewind(stream: Stream, to: number): void {
    stream.sent = Math.min(to, stream.known);
    stream.lastFrame = Math.min(stream.lastFrame, stream.sent);
    stream.waiting = [];
    stream.waitingBytes = 0;
  }

  #streamOf(of: CommandId, stream: OutputStream): Stream {
    const key = `${stream} ${of}`;
    const known = this.#streams.get(key);
    if (known !== undefined) {
      this.#streams.delete(key);
      this.#streams.set(key, known);
      return known;
    }
    const fresh = {
      sent: 0,
      arrived: 0,
      lastFrame: 0,
      lastSentAt: 0,
      known: 0,
      waitingBytes: 0,
      waiting: [],
      replaying: false,
    };
    const made: Stream = { of, stream, ...fresh };
    this.#streams.set(key, made);
    const oldest = this.#streams.keys().next().value;
    if (this.#streams.size > MAX_STREAMS && oldest !== undefined) this.#streams.delete(oldest);
    return made;
  }
}
