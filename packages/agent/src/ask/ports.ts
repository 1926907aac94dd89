import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Answer } from '@rolecall/protocol';
import { type AskOf, value } from './answers.ts';

/** States of /proc/net/tcp and udp (include/net/tcp_states.h): one that listens, and one that is bound and takes datagrams. */
const STATE = { tcp: '0A', udp: '07' } as const;

interface Bound {
  readonly port: number;
  readonly inode: string;
}

/** Which of the ports something has, and which unit that is. */
export function answerPorts({ ports }: AskOf<'ports'>): Answer {
  const bound = { tcp: boundOf('tcp'), udp: boundOf('udp') };
  const taken = ports.flatMap(({ transport, port }) => {
    const found = bound[transport].find((one) => one.port === port);
    return found === undefined ? [] : [{ transport, port, inode: found.inode }];
  });
  const units = taken.length === 0 ? new Map<string, string>() : unitsOf(new Set(taken.map(({ inode }) => inode)));
  return value(taken.map(({ transport, port, inode }) => ({ transport, port, unit: units.get(inode) ?? null })));
}

const boundOf = (transport: 'tcp' | 'udp'): readonly Bound[] =>
  [transport, `${transport}6`].flatMap((table) =>
    textOf(`/proc/net/${table}`)
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === STATE[transport])
      .map((fields) => ({ port: Number.parseInt(fields[1]?.split(':')[1] ?? '', 16), inode: fields[9] ?? '' })),
  );

/** The unit of the process that holds each socket, by the socket's inode. */
function unitsOf(inodes: ReadonlySet<string>): ReadonlyMap<string, string> {
  const units = new Map<string, string>();
  for (const pid of namesIn('/proc').filter((name) => /^\d+$/.test(name))) {
    for (const fd of namesIn(`/proc/${pid}/fd`)) {
      const inode = /^socket:\[(\d+)\]$/.exec(targetOf(`/proc/${pid}/fd/${fd}`))?.[1];
      if (inode === undefined || !inodes.has(inode) || units.has(inode)) continue;
      const unit = /([^/]+\.(?:service|socket|scope))[^.]*$/m.exec(textOf(`/proc/${pid}/cgroup`))?.[1];
      if (unit !== undefined) units.set(inode, unit);
      if (units.size === inodes.size) return units;
    }
  }
  return units;
}

/** Processes come and go while they are looked at. */
function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
const textOf = (path: string): string => orElse(() => readFileSync(path, 'utf8'), '');
const namesIn = (path: string): readonly string[] => orElse(() => readdirSync(path), []);
const targetOf = (path: string): string => orElse(() => readlinkSync(path), '');
