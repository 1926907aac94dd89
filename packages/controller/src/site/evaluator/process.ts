import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { EvaluatorLine } from '@rolecall/protocol';
import type { Ended } from './ended.ts';
import type { Limits } from './limits.ts';

/** How often the memory of a process that works is looked at. */
const WATCH_MS = 200;
const PAGE_BYTES = 4096;
/** As much of a crash as is read for its place. */
const STDERR_BYTES = 64 * 1024;

export type Reply =
  | { readonly is: 'line'; readonly line: EvaluatorLine }
  | { readonly is: 'ended'; readonly ended: Ended; readonly stderr: string };

/**
 * One process that evaluates a site: no network, no children, no files but the bundle's, no environment. It answers one line
 * for each line, in order.
 */
export class EvaluatorProcess {
  readonly #child: ChildProcess;
  readonly #limits: Limits;
  readonly #waiting: { readonly id: number; readonly reply: (reply: Reply) => void }[] = [];
  #parts: Buffer[] = [];
  #held = 0;
  #stderr = '';
  #ended: Ended | undefined;
  #closed = false;
  #next = 1;
  #deadline: NodeJS.Timeout | undefined;
  #watch: NodeJS.Timeout | undefined;
  readonly #gone: Promise<void>;

  constructor(folder: string, entry: string, limits: Limits) {
    this.#limits = limits;
    const argv = [
      '--permission',
      `--allow-fs-read=${folder}/`,
      '--no-addons',
      `--max-old-space-size=${limits.heapMiB}`,
      '--stack-trace-limit=50',
      entry,
    ];
    this.#child = spawn(process.execPath, argv, { cwd: folder, env: {}, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stdout?.on('data', (bytes: Buffer) => this.#read(bytes));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_BYTES);
    });
    // A broken pipe is told by the process's end.
    this.#child.stdin?.on('error', () => undefined);
    this.#child.on('error', () => this.#settle({ why: 'exit', code: null, signal: 'a failure to start' }));
    this.#gone = new Promise((done) => {
      this.#child.on('close', (code, signal) => {
        this.#settle({ why: 'exit', code, signal });
        done();
      });
    });
  }

  /** Whether it ended by itself: the next question deserves to hear why. */
  get ended(): boolean {
    return this.#ended !== undefined;
  }

  /** Asks; answers also when the process ends instead, at the latest when its time is up. */
  ask(call: object): Promise<Reply> {
    return new Promise((reply) => {
      if (this.#ended !== undefined) return reply({ is: 'ended', ended: this.#ended, stderr: this.#stderr });
      const id = this.#next++;
      this.#waiting.push({ id, reply });
      this.#child.stdin?.write(`${JSON.stringify({ id, ...call })}\n`);
      if (this.#waiting.length === 1) this.#startClock(id === 1 ? this.#limits.startMs : 0);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#kill();
    await this.#gone;
  }

  #read(bytes: Buffer): void {
    let rest = bytes;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      this.#parts.push(rest.subarray(0, end));
      const line = Buffer.concat(this.#parts).toString('utf8');
      this.#parts = [];
      this.#held = 0;
      rest = rest.subarray(end + 1);
      this.#take(line);
    }
    this.#parts.push(rest);
    this.#held += rest.length;
    if (this.#held > this.#limits.lineBytes) this.#settle({ why: 'too_large' });
  }

  #take(text: string): void {
    if (this.#ended !== undefined) return;
    const line = parse(text);
    const first = this.#waiting[0];
    if (line === undefined || first === undefined || line.id !== first.id) {
      this.#settle({ why: 'garbled' });
      return;
    }
    this.#waiting.shift();
    this.#stopClock();
    if (this.#waiting.length > 0) this.#startClock(0);
    first.reply({ is: 'line', line });
  }

  #startClock(more: number): void {
    this.#deadline = setTimeout(() => this.#settle({ why: 'slow' }), this.#limits.callMs + more);
    this.#watch = setInterval(() => void this.#weigh(), WATCH_MS);
  }

  #stopClock(): void {
    clearTimeout(this.#deadline);
    clearInterval(this.#watch);
  }

  async #weigh(): Promise<void> {
    const statm = await readFile(`/proc/${this.#child.pid}/statm`, 'utf8').catch(() => undefined);
    const resident = Number(statm?.split(' ')[1] ?? 0) * PAGE_BYTES;
    if (resident > this.#limits.residentMiB * 1024 * 1024) this.#settle({ why: 'memory' });
  }

  #settle(ended: Ended): void {
    if (this.#ended !== undefined) return;
    this.#ended = ended;
    this.#stopClock();
    if (ended.why !== 'exit') this.#kill();
    const stderr = this.#closed ? 'closed' : this.#stderr;
    for (const { reply } of this.#waiting.splice(0)) reply({ is: 'ended', ended, stderr });
  }

  #kill(): void {
    this.#child.kill('SIGKILL');
  }
}

function parse(text: string): EvaluatorLine | undefined {
  try {
    return EvaluatorLine.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
