import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LiveController } from './live-controller.ts';

/** A controller that can be killed, on the data of a live one that was stopped. */
export class ControllerProcess {
  readonly port: number;
  readonly ca: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number, ca: string) {
    this.#child = child;
    this.port = port;
    this.ca = ca;
  }

  /** `dieBefore`: the number of the report whose acknowledgement it dies before sending. */
  static async start(live: LiveController, dieBefore?: number): Promise<ControllerProcess> {
    const told = join(live.folder, 'told.json');
    writeFileSync(told, JSON.stringify({ data: live.data, port: 0, files: live.files, dieBefore }));
    const entry = join(import.meta.dirname, 'controller-process.entry.ts');
    const child = spawn(process.execPath, [entry, told], { stdio: ['ignore', 'pipe', 'inherit'], env: {} });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return new ControllerProcess(child, Number(line.toString()), live.ca);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves with the signal that ended it. */
  async ended(): Promise<string | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
    return this.#child.signalCode;
  }

  kill(): Promise<string | null> {
    this.#child.kill('SIGKILL');
    return this.ended();
  }
}
