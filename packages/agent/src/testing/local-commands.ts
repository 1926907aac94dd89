import { spawn } from 'node:child_process';
import type { OutputStream } from '@rolecall/protocol';
import type { Command, Completed } from '@rolecall/resources';
import type { CommandId, Commands, OnOutput, Settled } from '../host/contract.ts';

interface Running {
  readonly output: Record<OutputStream, Buffer>;
  readonly listeners: Set<OnOutput>;
  readonly ended: Promise<Completed>;
}

import { Redactor } from '../runner/redact.ts';

/** Commands as plain child processes whose output is kept in memory: they outlive an agent that is stopped in the same test. */
export class LocalCommands implements Commands {
  readonly started = new Map<CommandId, Running>();
  /** Commands whose unit is gone without a result. */
  readonly lost = new Set<CommandId>();
  readonly forgotten: string[] = [];

  async run(id: CommandId, command: Command, hide: readonly string[], onOutput: OnOutput): Promise<Completed> {
    const [program = '', ...words] = command.argv;
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], timeout: command.timeoutMs });
    const output = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), terminal: Buffer.alloc(0) };
    const listeners = new Set([onOutput]);
    for (const stream of ['stdout', 'stderr'] as const) {
      const redactor = new Redactor(hide);
      const show = (bytes: Buffer) => {
        if (bytes.length === 0) return;
        const offset = output[stream].length;
        output[stream] = Buffer.concat([output[stream], bytes]);
        for (const listener of listeners) listener({ of: id, stream, offset, bytes });
      };
      child[stream].on('data', (bytes: Buffer) => show(redactor.push(bytes)));
      child[stream].on('end', () => show(redactor.end()));
    }
    const ended = new Promise<Completed>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exitCode, signal) => {
        const text = { stdout: output.stdout.toString(), stderr: output.stderr.toString() };
        resolve({ exitCode, signal, timedOut: child.killed, ...text });
      });
    });
    this.started.set(id, { output, listeners, ended });
    return ended;
  }

  async startedFor(work: string): Promise<readonly CommandId[]> {
    const ids = [...this.started.keys(), ...this.lost];
    return ids.filter((id) => id === work || id.startsWith(`${work}.`));
  }

  async settle(id: CommandId, onOutput: OnOutput): Promise<Settled> {
    const running = this.started.get(id);
    if (running === undefined) return { is: 'lost' };
    for (const stream of ['stdout', 'stderr'] as const) await this.replay(id, stream, 0, onOutput);
    running.listeners.add(onOutput);
    return { is: 'ended', completed: await running.ended };
  }

  async replay(id: CommandId, stream: OutputStream, from: number, onOutput: OnOutput): Promise<void> {
    const bytes = this.started.get(id)?.output[stream] ?? Buffer.alloc(0);
    for (let at = from; at < bytes.length; at += 64 * 1024) {
      onOutput({ of: id, stream, offset: at, bytes: bytes.subarray(at, at + 64 * 1024) });
    }
  }

  async cancel(): Promise<void> {}

  async forget(work: string): Promise<void> {
    this.forgotten.push(work);
    for (const id of await this.startedFor(work)) this.started.delete(id);
  }
}
