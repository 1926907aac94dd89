import { closeSync, constants, fstatSync, openSync, readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What the runner is to do. Lies in memory only (/run), readable by root alone, until the runner has taken it. */
export interface StepRequest {
  readonly argv: readonly string[];
  /** Programs that run behind it, while each ends well. */
  readonly next?: readonly (readonly string[])[] | undefined;
  /** Whom it runs as; root without. */
  readonly as: { readonly uid: number; readonly gid: number } | undefined;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly input: string | undefined;
  readonly timeoutMs: number;
  readonly tty: boolean;
  readonly uninterruptible: boolean;
  /** Values that must not appear in what is kept of its output. */
  readonly hide: readonly string[];
  /** Folder for output and result, on disk. */
  readonly spool: string;
}

/** How a program ended, as the runner leaves it for whichever agent reads it. */
export interface StepResult {
  readonly exitCode: number | null;
  /** Name of the signal that ended it. */
  readonly signal: string | null;
  readonly timedOut: boolean;
  /** Which of several programs ended so, from 0. */
  readonly reached?: number;
  /** Why a part of the output is not there. */
  readonly outputLost?: string;
}

/** Names of files in a step's folder in memory. */
export const REQUEST = 'request.json';
export const RUNNER = 'runner.json';
/** In the spool; in the folder in memory where the disk is full. */
export const RESULT = 'result.json';

/** Takes the request: whoever removes it, the runner or an agent that gave the step up, decides whether it runs. */
export function takeRequest(folder: string): StepRequest {
  const path = join(folder, REQUEST);
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    if (fstatSync(fd).uid !== process.geteuid?.()) throw new Error(`${path} belongs to another user`);
    unlinkSync(path);
    return JSON.parse(readFileSync(fd, 'utf8'));
  } finally {
    closeSync(fd);
  }
}
