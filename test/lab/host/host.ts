import type { CommandOptions, CommandResult } from '../machine/command.ts';
import { LabError } from '../machine/error.ts';
import { cutTraffic, healTraffic, losePackets } from '../network/faults.ts';
import { bootHost } from './boot.ts';
import { renewDisk } from './disk.ts';
import { execInside } from './exec.ts';
import { copyInside, readFileInside, writeFileInside } from './files.ts';
import { killHost, stopHost } from './halt.ts';
import { leaderOf } from './leader.ts';
import { addressOfHost, type HostPlace } from './place.ts';

/** One throwaway machine with systemd as its first process. */
export interface LabHost {
  readonly name: string;
  /** Its IPv4 address on the lab's bridge. */
  readonly address: string;
  /** Whether it runs now; a host that powered itself off or rebooted from inside does not, until it is started. */
  isRunning(): boolean;
  /**
   * Runs argv as root in /root with a clean environment and answers how it ended, whatever its exit code.
   * It is stopped with LabError `timeout` after `timeoutMs` (60 s unless told).
   */
  exec(argv: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** Boots it with the disk it had, or does nothing when it runs. */
  start(): Promise<void>;
  /** Shuts it down in order. */
  stop(): Promise<void>;
  /** Power loss: every process dies at once; the disk, and what this machine's page cache held of it, stays. */
  kill(): Promise<void>;
  /** Power loss, and another machine in its place: an empty disk, the same name and address. Boots it. */
  rebuild(): Promise<void>;
  /** Drops all its traffic, also with the gateway, until `heal`; a reboot does not end it. */
  cut(): Promise<void>;
  /** Drops each packet to or from it with that chance, 0 to 100 percent, until `heal`. */
  lose(percent: number): Promise<void>;
  /** Ends `cut` and `lose`. */
  heal(): Promise<void>;
  readFile(path: string): Promise<string>;
  /** Writes a file and the folders above it; `mode` is octal ("644" unless told). */
  writeFile(path: string, content: string | Uint8Array, mode?: string): Promise<void>;
  /** Copies a file, or a folder's content, of this machine to exactly that path of the host; root owns the copy. */
  copyTo(localPath: string, remotePath: string): Promise<void>;
}

/** A handle for one host of a lab. It holds no state: all of that is on disk and in the kernel. */
export function handleOf(host: HostPlace): LabHost {
  const { lab, name, octet } = host;
  return {
    name,
    address: addressOfHost(host),
    isRunning: () => leaderOf(host) !== undefined,
    exec: (argv, options) => execInside(host, argv, options),
    start: () => bootHost(host),
    stop: () => stopHost(host),
    kill: () => killHost(host),
    rebuild: async () => {
      await killHost(host);
      await renewDisk(host);
      await bootHost(host);
    },
    cut: () => cutTraffic(lab, octet),
    lose: async (percent) => losePackets(lab, octet, checkPercent(percent)),
    heal: () => healTraffic(lab, octet),
    readFile: (path) => readFileInside(host, path),
    writeFile: (path, content, mode) => writeFileInside(host, path, content, mode),
    copyTo: (localPath, remotePath) => copyInside(host, localPath, remotePath),
  };
}

function checkPercent(percent: number): number {
  if (Number.isInteger(percent) && percent >= 0 && percent <= 100) return percent;
  throw new LabError('bad-usage', `A share of packets is a whole number from 0 to 100, not ${percent}.`);
}
