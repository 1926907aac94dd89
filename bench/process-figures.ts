import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What a process holds of memory, bytes, and has used of the processor, milliseconds. */
export interface ProcessFigures {
  readonly anonymous: number;
  readonly resident: number;
  readonly cpuMs: number;
}

/** Clock ticks that /proc counts in are 1/100 s on every Linux that Node runs on (proc_pid_stat(5), `sysconf(_SC_CLK_TCK)`). */
const TICK_MS = 10;

/** Reads a process's figures; throws where it is gone or belongs to someone else. */
export function figuresOf(pid: number): ProcessFigures {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const figure = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(rollup)?.[1]) * 1024;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The program's name is in brackets and may hold anything; fields are counted from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    anonymous: figure('Anonymous'),
    resident: figure('Rss'),
    cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
  };
}

/** Processes of this machine that run a bundle of the agent as the agent itself; those in throwaway hosts are among them. */
export const runningAgents = (): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(isAgent);

function isAgent(pid: number): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return (
      readlinkSync(`/proc/${pid}/exe`).endsWith('/node') &&
      words.some((word) => word.endsWith('/agent.cjs')) &&
      words.includes('run')
    );
  } catch {
    // It ended while we looked, or is none of ours.
    return false;
  }
}
