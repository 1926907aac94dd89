import { type ChildProcess, spawn } from 'node:child_process';
import type { Completed } from '@rolecall/resources';
import { ResourceError } from '@rolecall/resources/error';
import { codeOf } from '../error.ts';
import { PLAIN_ENVIRONMENT } from './commands/environment.ts';

/** A question that takes longer hangs. */
export const QUERY_TIMEOUT_MS = 30_000;

/** A list of all packages of a large host is some 300 kB; an answer is cut nowhere, or it would be misread. */
export const QUERY_BYTES = 16 * 1024 * 1024;

/** What shells answer where there is no such program. */
const NOT_FOUND = 127;

/** Runs a program that only looks, directly and without a shell. A program that is not there answers as from a shell: 127. */
export async function query(
  argv: readonly string[],
  timeoutMs: number = QUERY_TIMEOUT_MS,
  environment: Readonly<Record<string, string>> = {},
  input?: string,
): Promise<Completed> {
  const [file, ...rest] = argv;
  if (file === undefined) throw new ResourceError('bad_command', 'A question needs at least the name of a program');
  const child = spawn(file, rest, {
    cwd: '/',
    env: { ...PLAIN_ENVIRONMENT, HOME: '/root', ...environment },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    // A group of its own, so that what it started goes with it.
    detached: true,
  });
  // One that ends before it has read all says so by its exit.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  try {
    return await answerOf(child, file, timeoutMs);
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT') throw cause;
    return { exitCode: NOT_FOUND, signal: null, timedOut: false, stdout: '', stderr: `${file}: no such program` };
  }
}

async function answerOf(child: ChildProcess, file: string, timeoutMs: number): Promise<Completed> {
  let timedOut = false;
  let isTooLong = false;
  const timer = setTimeout(() => {
    timedOut = true;
    endGroup(child);
  }, timeoutMs);
  const endTooLong = (): void => {
    isTooLong = true;
    endGroup(child);
  };
  const [stdout, stderr] = [gather(child.stdout, endTooLong), gather(child.stderr, endTooLong)];
  try {
    const [exitCode, signal] = await closed(child);
    if (isTooLong) throw new ResourceError('answer_too_long', `${file} answered more than ${QUERY_BYTES} bytes`);
    return { exitCode, signal, timedOut, stdout: stdout(), stderr: stderr() };
  } finally {
    clearTimeout(timer);
  }
}

function gather(stream: NodeJS.ReadableStream | null, onTooLong: () => void): () => string {
  const pieces: Buffer[] = [];
  let length = 0;
  stream?.on('data', (bytes: Buffer) => {
    length += bytes.length;
    if (length <= QUERY_BYTES) pieces.push(bytes);
    else onTooLong();
  });
  return () => Buffer.concat(pieces).toString('utf8');
}

/** With its streams closed, too: what it started and left behind is ended by the time limit. */
const closed = (child: ChildProcess): Promise<readonly [number | null, NodeJS.Signals | null]> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve([exitCode, signal]));
  });

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}
