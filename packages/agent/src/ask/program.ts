import { spawn } from 'node:child_process';
import { MAX_TEXT_BYTES } from './answers.ts';

/** How a program ended; of its output the beginning is kept. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly timedOut: boolean;
}

/** A program's last output can arrive a little after its end; a child that it left behind may keep the pipe open for ever. */
const DRAIN_MS = 200;

const ENVIRONMENT = { LC_ALL: 'C.UTF-8', PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };

/** Runs a program directly, without input, and kills it after `timeoutMs`. Rejects where it cannot be started. */
export function runProgram(argv: readonly string[], timeoutMs: number): Promise<Ended> {
  const [program = '', ...words] = argv;
  const { promise, resolve, reject } = Promise.withResolvers<Ended>();
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], env: ENVIRONMENT });
  const [stdout, stderr] = [keepStart(), keepStart()];
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill('SIGKILL');
  }, timeoutMs);
  const end = (exitCode: number | null): void =>
    resolve({ exitCode, stdout: stdout.bytes(), stderr: stderr.bytes(), timedOut });
  child.stdout.on('data', stdout.add);
  child.stderr.on('data', stderr.add);
  child.on('error', reject);
  child.on('close', end);
  child.on('exit', (exitCode) => setTimeout(() => end(exitCode), DRAIN_MS));
  return promise.finally(() => {
    clearTimeout(timer);
    child.stdout.destroy();
    child.stderr.destroy();
  });
}

/** Takes all that comes, so that the program is not held up, and keeps one byte more than an answer may have. */
function keepStart(): { readonly add: (piece: Buffer) => void; readonly bytes: () => Buffer } {
  const pieces: Buffer[] = [];
  let room = MAX_TEXT_BYTES + 1;
  return {
    add: (piece) => {
      if (room > 0) pieces.push(piece.subarray(0, room));
      room -= Math.min(room, piece.length);
    },
    bytes: () => Buffer.concat(pieces),
  };
}
