import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A writer at work, that can be held at any moment. */
export class Running {
  readonly #child: ChildProcess;
  #printed = '';

  constructor(entry: string, folder: string) {
    const child = spawn(process.execPath, [entry, folder], { stdio: ['ignore', 'pipe', 'inherit'], env: {} });
    child.stdout.on('data', (bytes: Buffer) => {
      // The last line is enough, and the one before it where that is cut.
      this.#printed = `${this.#printed}${bytes}`.slice(-200);
    });
    this.#child = child;
  }

  /** The last number that was printed whole. */
  get acknowledged(): number {
    return Number(this.#printed.split('\n').at(-2) ?? 0);
  }

  /** Holds it wherever it is, calls `copy`, and lets it go on. Answers what it had acknowledged. */
  async held(copy: () => void): Promise<number> {
    this.#child.kill('SIGSTOP');
    try {
      // What it had printed before is read first.
      await new Promise((resolve) => setTimeout(resolve, 50));
      const { acknowledged } = this;
      copy();
      return acknowledged;
    } finally {
      this.#child.kill('SIGCONT');
    }
  }

  /** Resolves once it has acknowledged so much. */
  async until(acknowledged: number): Promise<void> {
    const end = performance.now() + 30_000;
    while (this.acknowledged < acknowledged) {
      if (this.#child.exitCode !== null) throw new Error(`the writer ended with ${this.#child.exitCode}`);
      if (performance.now() > end) throw new Error(`it has not acknowledged ${acknowledged} within 30 s`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}
