import { type ChildProcess, spawn } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { systemPath } from '../../test/lab/machine/command.ts';
import { mounts } from '../../test/lab/machine/mounts.ts';

/** How often memory is looked at while a command runs. */
const LOOK_MS = 50;
const PAGE_BYTES = 4096;
/** The slowest peer, on a busy machine. */
const LIMIT_MS = 1_800_000;

/** What one command took, on this machine and on its host together. */
export interface Cost {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Of the host's interface, both directions. */
  readonly wireBytes: number;
  /** The most that was resident at once, beyond what the host had before the peer came. */
  readonly residentBytes: number;
  readonly exitCode: number;
  readonly output: string;
}

/** Where a command's costs are looked for. */
export interface Meters {
  /** The host's control group, and what its processes had resident before the peer came. */
  readonly hostGroup: string;
  readonly hostBaseline: number;
  /** The host's interface on this machine. */
  readonly port: string;
  readonly servers: readonly number[];
}

/** Runs a command in a control group of its own and adds up what it, the peer's servers and the host used meanwhile. */
export async function measured(
  argv: readonly string[],
  environment: Readonly<Record<string, string>>,
  meters: Meters,
): Promise<Cost> {
  const group = makeGroup();
  try {
    const cpuBefore = cpuOf(meters, group);
    const wireBefore = wireOf(meters.port);
    let resident = 0;
    const look = setInterval(() => {
      resident = Math.max(resident, residentOf(meters, group));
    }, LOOK_MS);
    const started = performance.now();
    const ended = await inGroup(group, argv, environment).finally(() => clearInterval(look));
    const wallMs = performance.now() - started;
    return {
      ...ended,
      wallMs,
      cpuMs: cpuOf(meters, group) - cpuBefore,
      wireBytes: wireOf(meters.port) - wireBefore,
      residentBytes: Math.max(resident, residentOf(meters, group)),
    };
  } finally {
    removeGroup(group);
  }
}

let made = 0;

function makeGroup(): string {
  const unified = mounts().find((mount) => mount.type === 'cgroup2');
  if (unified === undefined)
    throw new Error('this machine has no cgroup2 file system mounted: the bench counts with it');
  const group = join(unified.at, `rolecall-bench-${process.pid}-${made++}`);
  mkdirSync(group);
  return group;
}

const left = new Set<string>();
process.on('exit', () => left.forEach(removeGroup));

/** What a command left running (connections that are kept open for the next one) holds its group until its host is gone. */
function removeGroup(group: string): void {
  try {
    rmdirSync(group);
    left.delete(group);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EBUSY') throw error;
    left.add(group);
  }
}

const JOIN = 'echo $$ > "$1"; shift; exec "$@"';

function inGroup(
  group: string,
  argv: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly exitCode: number; readonly output: string }> {
  const words = ['-c', JOIN, 'sh', join(group, 'cgroup.procs'), ...argv];
  const env = { ...process.env, PATH: systemPath(), NODE_OPTIONS: '', ...environment };
  const child = spawn('sh', words, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT_MS });
  const output = lastOutputOf(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    // Not 'close': a connection that is kept open for the next command holds the pipes.
    child.on('exit', (code, signal) =>
      resolve({ exitCode: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), output: output() }),
    );
  });
}

function lastOutputOf(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (bytes: Buffer) => {
      text = (text + bytes.toString()).slice(-4000);
    });
  }
  return () => text;
}

const cpuOf = (meters: Meters, group: string): number =>
  groupCpuMs(group) + groupCpuMs(meters.hostGroup) + meters.servers.reduce((sum, pid) => sum + processCpuMs(pid), 0);

const groupCpuMs = (group: string): number =>
  Number(/^usage_usec (\d+)$/m.exec(readFileSync(join(group, 'cpu.stat'), 'utf8'))?.[1]) / 1000;

/** Its own and that of children that have ended, in ticks of 10 ms (proc_pid_stat(5)). */
function processCpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * 10;
}

function wireOf(port: string): number {
  const counter = (name: string) => Number(readFileSync(`/sys/class/net/${port}/statistics/${name}`, 'utf8'));
  return counter('rx_bytes') + counter('tx_bytes');
}

const residentOf = (meters: Meters, group: string): number =>
  groupResident(group) +
  Math.max(0, groupResident(meters.hostGroup) - meters.hostBaseline) +
  meters.servers.reduce((sum, pid) => sum + processResident(pid), 0);

/** What the processes of a group have resident; pages that several share count for each. */
export const groupResident = (group: string): number =>
  globSync('**/cgroup.procs', { cwd: group })
    .flatMap((file) => readIfThere(join(group, file)).split('\n').filter(Boolean))
    .reduce((sum, pid) => sum + processResident(Number(pid)), 0);

const processResident = (pid: number): number =>
  Number(readIfThere(`/proc/${pid}/statm`).split(' ')[1] ?? 0) * PAGE_BYTES;

/** Groups and processes come and go while they are looked at. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'ENODEV'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}
