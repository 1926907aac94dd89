import { readFileSync } from 'node:fs';

/** Units of commands are named so; the runner only ever ends processes of such a unit, or of its program's own group. */
export const UNIT_PREFIX = 'rolecall-step-';

const UNIT_CGROUP = new RegExp(`/${UNIT_PREFIX}[0-9a-f]+\\.service$`);

/** Ends all that a program started. */
export interface Processes {
  /** Sends a signal to each of them; answers whether there was one. */
  signal(name: NodeJS.Signals | 0): boolean;
}

/** Everything in the runner's own unit but the runner; outside of one, the process group of its program. */
export function processesOf(program: () => number | undefined): Processes {
  const list = cgroupProcesses();
  return {
    signal: (name) => {
      if (list === undefined) return send(-(program() ?? 0), name);
      return pidsIn(list).filter((pid) => send(pid, name)).length > 0;
    },
  };
}

/** The list of processes of this process's unit, in a unified or in a mixed hierarchy. */
function cgroupProcesses(): string | undefined {
  for (const line of readFileSync('/proc/self/cgroup', 'utf8').split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (path === undefined || !UNIT_CGROUP.test(path)) continue;
    const roots = controllers === '' ? ['', '/unified'] : controllers === 'name=systemd' ? ['/systemd'] : [];
    const found = roots.map((root) => `/sys/fs/cgroup${root}${path}/cgroup.procs`).find(isReadable);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isReadable(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}

const pidsIn = (list: string): readonly number[] =>
  readFileSync(list, 'utf8')
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 1 && pid !== process.pid);

function send(pid: number, name: NodeJS.Signals | 0): boolean {
  // 0 and -1 would mean our own group, and everything.
  if (pid === 0 || pid === -1 || pid === 1) return false;
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
