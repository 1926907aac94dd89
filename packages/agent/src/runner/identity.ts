import { readFileSync } from 'node:fs';

/** A process that cannot be mistaken for a later one with the same number. */
export interface Identity {
  readonly pid: number;
  /** Clock ticks from boot to its start. */
  readonly started: string;
}

export function identityOf(pid: number): Identity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold anything; state is the first field after it, the start the twentieth.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, started] = [fields[0], fields[19]];
    return started === undefined || state === 'Z' || state === 'X' ? undefined : { pid, started };
  } catch {
    return undefined;
  }
}

export const isAlive = ({ pid, started }: Identity): boolean => identityOf(pid)?.started === started;
