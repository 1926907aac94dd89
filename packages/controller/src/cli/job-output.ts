import { setTimeout as pauseFor } from 'node:timers/promises';
import type { AssignmentId, InstanceId, LogChunk, RunId, StoredEvent } from '@rolecall/protocol';
import { nodeOf, partsOfAssignment, titleOf } from '@rolecall/protocol/id-parts';
import { type Client, RefusedError } from './client/client.ts';
import { printable } from './views/printable.ts';

const RETRY_MS = 1_000;
/** What a job wrote last may come a moment after its end. */
const LAST_MS = 500;
/** Longer lines are cut. */
const MAX_LINE = 1_000;

/** Shows what the commands of jobs write, line by line, while they go on; over a controller's restart too. */
export class JobOutput {
  readonly #client: Client;
  readonly #run: RunId;
  readonly #say: (line: string) => void;
  readonly #open = new Map<InstanceId, AbortController>();

  constructor(client: Client, run: RunId, say: (line: string) => void) {
    this.#client = client;
    this.#run = run;
    this.#say = say;
  }

  see({ body }: StoredEvent): void {
    if (body.event === 'assigned' && partsOfAssignment(body.assignment).stage === 'job') this.#follow(body.assignment);
    if (body.event === 'ended') this.#end(body.instance);
  }

  /** Ends what is still followed. */
  close(): void {
    for (const node of [...this.#open.keys()]) this.#end(node);
  }

  #end(node: InstanceId): void {
    const leaving = this.#open.get(node);
    this.#open.delete(node);
    if (leaving !== undefined) setTimeout(() => leaving.abort(), LAST_MS);
  }

  #follow(assignment: AssignmentId): void {
    const { instance } = partsOfAssignment(assignment);
    const node = nodeOf(instance);
    if (this.#open.has(node)) return;
    const leaving = new AbortController();
    this.#open.set(node, leaving);
    const lines = new Lines((line) => this.#say(`${titleOf(node)} | ${printable(line)}`));
    void this.#stream(instance, lines, leaving.signal);
  }

  async #stream(instance: InstanceId, lines: Lines, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const request = { run: this.#run, instance, follow: true };
        for await (const chunk of this.#client.stream('runs.logs', request, signal)) lines.take(chunk);
        return;
      } catch (error) {
        if (error instanceof RefusedError) return;
        await pauseFor(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}

/** Whole lines of several streams; what comes again after a break is known by its offset. */
class Lines {
  readonly #tell: (line: string) => void;
  readonly #seen = new Map<string, number>();
  readonly #rest = new Map<string, string>();

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  take({ of, stream, offset, bytes }: LogChunk): void {
    const key = `${of} ${stream}`;
    const piece = Buffer.from(bytes, 'base64');
    if (offset < (this.#seen.get(key) ?? 0)) return;
    this.#seen.set(key, offset + piece.length);
    const [last = '', ...lines] = `${this.#rest.get(key) ?? ''}${piece.toString('utf8')}`.split('\n').reverse();
    this.#rest.set(key, last.slice(-MAX_LINE));
    for (const line of lines.reverse()) this.#tell(line.replace(/\r$/, '').slice(0, MAX_LINE));
  }
}
