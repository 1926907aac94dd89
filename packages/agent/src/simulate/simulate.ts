import { spawn } from 'node:child_process';
import type { Simulation } from '@rolecall/protocol';
import { AgentError } from '../error.ts';
import type { SimulationRequest } from './request.ts';

/** Installing what a large role needs takes minutes; then the copy and all that runs in it are dropped. In ms. */
const LIMIT_MS = 900_000;
/** A list of 20,000 files with their differences is smaller. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Namespaces of its own for all that could reach the host: mounts, processes, the host's name. When the first process ends, the kernel
 * ends the others and drops the copy: see unshare(1).
 */
const APART = [
  '--mount',
  '--uts',
  '--ipc',
  '--pid',
  '--fork',
  '--kill-child',
  '--mount-proc',
  '--propagation',
  'private',
];

let last: Promise<unknown> = Promise.resolve();

/** Carries a catalog out on a copy of this host, one after another. `program`: the words that start this agent with a verb. */
export function simulate(request: SimulationRequest, program: readonly string[]): Promise<Simulation> {
  const mine = last.then(() => simulateNow(request, program));
  last = mine.catch(() => {});
  return mine;
}

async function simulateNow(request: SimulationRequest, program: readonly string[]): Promise<Simulation> {
  const child = spawn('unshare', [...APART, ...program, 'simulate'], {
    cwd: '/',
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  const [stdout, stderr] = [gather(child.stdout), gather(child.stderr)];
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // One that dies before it has read all says so by its exit.
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify(request));
  const code = await ended;
  if (code === 0) return JSON.parse(stdout()) as Simulation;
  const lines = stderr().trim().split('\n').slice(-5).join('; ');
  throw new AgentError('no_simulation', `no copy of this host could be made or used: ${lines || `exit ${code}`}`, {
    hint: 'it needs overlayfs and memory for what is written; plan without --simulate',
  });
}

function gather(stream: NodeJS.ReadableStream): () => string {
  const pieces: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (piece: Buffer) => {
    bytes += piece.length;
    if (bytes <= MAX_BYTES) pieces.push(piece);
  });
  return () => Buffer.concat(pieces).toString('utf8');
}
