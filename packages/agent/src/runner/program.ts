import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OutputStream } from '@rolecall/protocol/output-frame';
import { codeOf, messageOf } from '../error.ts';
import type { StepRequest } from './request.ts';

export interface Ended {
  readonly exitCode: number | null;
  /** Name of the signal that ended it. */
  readonly signal: string | null;
}

export type Show = (stream: OutputStream, bytes: Uint8Array) => void;

/** A program that runs. */
export interface Program {
  readonly pid: number | undefined;
  readonly ended: Promise<Ended>;
}

/** What shells answer for "no such program" and "may not be executed". */
const NOT_FOUND = 127;
export const NOT_EXECUTABLE = 126;

/**
 * Output that a background child still writes after the program's own end is not waited for: daemons keep the pipes open for ever.
 * What the program itself wrote is in the pipe by then: it is read until nothing came for this long, or for ten times that at most.
 */
const QUIET_MS = 100;

/** As another user the program is started by `setpriv`, which gives it all groups of the user; Node's `uid` option would give none. */
export const wordsOf = ({ argv, as }: StepRequest): readonly [file: string, ...rest: string[]] => {
  const [file = '', ...rest] = argv;
  if (as === undefined) return [file, ...rest];
  return ['/usr/bin/setpriv', `--reuid=${as.uid}`, `--regid=${as.gid}`, '--init-groups', '--', file, ...rest];
};

/** Starts it with pipes: exact bytes, both streams apart. */
export function startPiped(request: StepRequest, show: Show): Program {
  const [file, ...rest] = wordsOf(request);
  const child = spawn(file, rest, {
    cwd: request.directory,
    env: request.environment,
    stdio: [request.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    // In a group of its own it can be ended also where the runner has no cgroup to itself.
    detached: true,
  });
  let seen = 0;
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.on('data', (bytes: Buffer) => {
      seen += bytes.length;
      show(stream, bytes);
    });
  }
  // A program that does not read its input ends the pipe; that is its own affair.
  child.stdin?.on('error', () => {});
  child.stdin?.end(request.input);
  return { pid: child.pid, ended: endOf(child, request, show, () => seen) };
}

async function endOf(child: ChildProcess, request: StepRequest, show: Show, seen: () => number): Promise<Ended> {
  let isClosed = false;
  child.once('close', () => {
    isClosed = true;
  });
  try {
    const ended = await new Promise<Ended>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
    });
    await drain(() => isClosed, seen);
    return ended;
  } catch (thrown) {
    show('stderr', Buffer.from(`${notStarted(request, thrown)}\n`));
    return { exitCode: codeOf(thrown) === 'ENOENT' ? NOT_FOUND : NOT_EXECUTABLE, signal: null };
  } finally {
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}

async function drain(isClosed: () => boolean, seen: () => number): Promise<void> {
  for (let round = 0; round < 10 && !isClosed(); round++) {
    const before = seen();
    for (let step = 0; step < QUIET_MS && !isClosed(); step += 5) await sleep(5);
    if (seen() === before) return;
  }
}

const notStarted = ({ argv, directory }: StepRequest, thrown: unknown): string =>
  codeOf(thrown) === 'ENOENT'
    ? `${argv[0]} could not be started: there is no such program, or no directory ${directory}`
    : `${argv[0]} could not be started: ${messageOf(thrown)}`;
