import type { FromAgent, ToAgent, ToAgentOf } from '@rolecall/protocol';
import { REVISION } from '@rolecall/protocol/limits';
import type { WebSocket } from 'ws';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import { decodeToAgent } from '../wire/decode.ts';
import { Heartbeat } from './heartbeat.ts';
import { helloOf } from './hello.ts';
import type { OutputSender } from './output-sender.ts';
import { ReportSender } from './report-sender.ts';
import { SendQueue } from './send-queue.ts';

/** Codes under which a link is closed by us, in the range that RFC 6455 leaves to applications. */
const CLOSE = { notUnderstood: 4400, noCommonRevision: 4406, lostJournal: 4409 } as const;
const WELCOME_WITHIN_MS = 10_000;

/** What happens on a link, for whoever does the work. */
export interface SessionHooks {
  welcomed(welcome: ToAgentOf<'welcome'>): void;
  message(message: Exclude<ToAgent, { type: 'welcome' | 'acknowledge' | 'outputHeld' | 'goAway' }>): void;
  goAway(spreadMs: number): void;
}

/** One link, from its opening to its end. */
export class Session {
  readonly #socket: WebSocket;
  readonly #journal: Journal;
  readonly #output: OutputSender;
  readonly #hooks: SessionHooks;
  readonly #log: Log;
  readonly #queue: SendQueue;
  readonly #timer: NodeJS.Timeout;
  #reports: ReportSender | undefined;
  #heartbeat: Heartbeat | undefined;
  #arrived: (() => void) | undefined;
  #stopListening: (() => void) | undefined;

  constructor(socket: WebSocket, journal: Journal, output: OutputSender, hooks: SessionHooks, log: Log) {
    this.#socket = socket;
    this.#journal = journal;
    this.#output = output;
    this.#hooks = hooks;
    this.#log = log;
    this.#queue = new SendQueue(socket, () => this.#pump());
    this.#timer = setTimeout(() => socket.terminate(), WELCOME_WITHIN_MS);
    socket.on('message', (data, isBinary) => this.#receive(data.toString(), isBinary));
    socket.on('ping', () => this.#heartbeat?.heard());
    socket.on('pong', () => this.#ponged());
  }

  hello(factsHash: string | undefined): void {
    void this.send(helloOf(this.#journal.state, factsHash));
  }

  isWelcome(): boolean {
    return this.#reports !== undefined;
  }

  /** Sends, and answers when there is room for more; false where the link ended before. */
  send(message: FromAgent): Promise<boolean> {
    this.#queue.send(JSON.stringify(message));
    return this.#queue.room();
  }

  /** For output: sent at once or not at all. */
  readonly offer = (frame: Uint8Array): boolean => this.isWelcome() && this.#queue.offer(frame);

  /** The socket is closed: nothing is left running. */
  ended(): void {
    clearTimeout(this.#timer);
    this.#heartbeat?.stop();
    this.#stopListening?.();
    this.#queue.ended();
    this.#reports = undefined;
  }

  #receive(text: string, isBinary: boolean): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#heartbeat?.heard();
    const decoded = isBinary ? BINARY : decodeToAgent(text);
    if (decoded.ok) this.#take(decoded.message);
    else this.#close(CLOSE.notUnderstood, `${decoded.reason}: ${decoded.detail}`);
  }

  /** A welcome comes first and once; everything else after it. */
  #take(message: ToAgent): void {
    if ((message.type === 'welcome') === this.isWelcome()) {
      this.#close(CLOSE.notUnderstood, `malformed: ${message.type} out of turn`);
    } else if (message.type === 'welcome') this.#welcome(message);
    else this.#dispatch(message);
  }

  #dispatch(message: Exclude<ToAgent, { type: 'welcome' }>): void {
    switch (message.type) {
      case 'acknowledge':
        this.#journal.acknowledge(message.seq);
        break;
      case 'outputHeld':
        this.#output.held(message);
        break;
      case 'goAway':
        this.#hooks.goAway(message.spreadMs);
        this.#socket.close(1000, 'told to go away');
        break;
      default:
        this.#hooks.message(message);
    }
  }

  #welcome(welcome: ToAgentOf<'welcome'>): void {
    clearTimeout(this.#timer);
    if (welcome.revision < REVISION.min || welcome.revision > REVISION.max) {
      this.#close(CLOSE.noCommonRevision, `revision ${welcome.revision} is not spoken here`);
    } else if (welcome.acknowledged > this.#journal.state.lastSeq) {
      // Numbers would be used twice: a disk lost what it had promised. In a new epoch nothing is taken for a repeat.
      this.#journal.startEpoch();
      this.#close(CLOSE.lostJournal, 'the journal lost reports that the controller holds');
    } else this.#begin(welcome);
  }

  #begin(welcome: ToAgentOf<'welcome'>): void {
    this.#journal.acknowledge(welcome.acknowledged);
    const reports = new ReportSender(this.#journal, this.#queue);
    this.#reports = reports;
    this.#heartbeat = new Heartbeat(welcome.heartbeatMs, {
      beat: () => this.#beat(),
      silent: () => this.#drop('nothing was heard from the controller'),
    });
    this.#stopListening = this.#journal.onChange(() => this.#pump());
    this.#hooks.welcomed(welcome);
    this.#output.linked();
    reports.pump();
  }

  #beat(): void {
    void this.send({ type: 'beat' });
    if (this.#arrived !== undefined) return;
    this.#arrived = this.#output.mark();
    this.#socket.ping();
  }

  /** Frames arrive in order: what was sent before the ping is there. */
  #ponged(): void {
    this.#heartbeat?.heard();
    this.#arrived?.();
    this.#arrived = undefined;
  }

  /** Output first: whoever reads of a command's end has read what it wrote. */
  #pump(): void {
    if (this.isWelcome()) this.#output.flush();
    this.#reports?.pump();
  }

  #drop(why: string): void {
    this.#log('warning', `the link is dropped: ${why}`);
    this.#socket.terminate();
  }

  #close(code: number, reason: string): void {
    this.#log('error', `the link is closed: ${reason}`, { code });
    // A close frame's reason has room for 123 bytes.
    this.#socket.close(
      code,
      Buffer.from(reason)
        .subarray(0, 120)
        .toString('utf8')
        .replace(/\ufffd$/, ''),
    );
  }
}

const BINARY = { ok: false, reason: 'malformed', detail: 'a binary frame, which no controller sends' } as const;
