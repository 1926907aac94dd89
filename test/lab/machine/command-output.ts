import type { ChildProcess } from 'node:child_process';
import type { LabErrorCode } from './error.ts';

/** A test that prints more than this into memory has a fault. */
const MAX_OUTPUT_BYTES = 32 * 1024 * 1024;

interface Stopped {
  readonly code: LabErrorCode;
  readonly reason: string;
}

/** What a running command printed so far, and why it was stopped, if it was. */
export interface CollectedOutput {
  text(): { readonly stdout: string; readonly stderr: string };
  stop(code: LabErrorCode, reason: string): void;
  stopped(): Stopped | undefined;
}

/** Gathers what the child prints, up to a bound; `kill` ends the child when the bound is passed or `stop` is called. */
export function collectOutput(child: ChildProcess, kill: () => void): CollectedOutput {
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  let bytes = 0;
  let stopped: Stopped | undefined;
  const stop = (code: LabErrorCode, reason: string): void => {
    stopped ??= { code, reason };
    kill();
  };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_OUTPUT_BYTES) stop('command-failed', `printed more than ${MAX_OUTPUT_BYTES} bytes`);
      else chunks[name].push(chunk);
    });
  }
  const textOf = (name: 'stdout' | 'stderr'): string => Buffer.concat(chunks[name]).toString('utf8');
  return { text: () => ({ stdout: textOf('stdout'), stderr: textOf('stderr') }), stop, stopped: () => stopped };
}
