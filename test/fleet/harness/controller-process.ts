import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandOptions, type CommandResult, run } from '../../lab/machine/command.ts';

const BIN = join(import.meta.dirname, '../../../packages/controller/bin/controller.js');

/** A real controller in a process of its own, and its command line. */
export interface ControllerProcess {
  readonly data: string;
  readonly port: number;
  readonly pid: number;
  /** Everything that it logged so far. */
  log(): string;
  /** Runs `controller WORDS…` against it, as a person would. */
  cli(words: readonly string[], options?: CommandOptions & { readonly folder?: string }): Promise<CommandResult>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same data. */
  start(): Promise<void>;
  /** Ends it in order, and removes its data. */
  remove(): Promise<void>;
}

/** Where a controller runs, if not simply on this machine. */
export interface Surroundings {
  /** Words before its own, that replace themselves by what they start. */
  readonly words: readonly string[];
  /** Called with its process each time it was started. */
  readonly started: (pid: number) => Promise<void>;
}

const NOWHERE_ELSE: Surroundings = { words: [], started: async () => {} };

/** Starts a controller on a fresh data folder and a free port; answers when its socket serves. */
export async function startControllerProcess(
  advertise: string,
  named?: string,
  { words: before, started }: Surroundings = NOWHERE_ELSE,
): Promise<ControllerProcess> {
  const data = named ?? mkdtempSync(join(tmpdir(), 'rolecall-controller-'));
  const port = await freePort();
  const logFile = join(data, 'log');
  let child: ChildProcess | undefined;
  const cli: ControllerProcess['cli'] = (words, options = {}) =>
    run([process.execPath, BIN, '--data', data, ...words], { timeoutMs: 300_000, ...options });
  const start = async () => {
    const log = openSync(logFile, 'a');
    const serve = [BIN, '--data', data, 'serve', '--port', String(port), '--advertise', advertise];
    const [program = process.execPath, ...words] = [...before, process.execPath, ...serve];
    child = spawn(program, words, { stdio: ['ignore', log, log], detached: named !== undefined });
    closeSync(log);
    if (child.pid !== undefined) await started(child.pid);
    await serving(child, cli, () => readFileSync(logFile, 'utf8'));
    if (named !== undefined) child.unref();
  };
  const end = async (signal: NodeJS.Signals) => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  await start();
  return {
    data,
    port,
    get pid() {
      return child?.pid ?? 0;
    },
    log: () => readFileSync(logFile, 'utf8'),
    cli,
    kill: () => end('SIGKILL'),
    start,
    remove: async () => {
      await end('SIGTERM');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Waits until the command line gets an answer; at most a minute, since the first start packs the agent's runtime. */
async function serving(child: ChildProcess, cli: ControllerProcess['cli'], log: () => string): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (child.exitCode !== null) throw new Error(`the controller ended with ${child.exitCode}:\n${log()}`);
    if ((await cli(['hosts'])).exitCode === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`the controller does not answer after a minute:\n${log()}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
