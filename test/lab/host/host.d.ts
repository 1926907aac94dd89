import type { CommandOptions, CommandResult } from '../machine/command.ts';
import { type HostPlace } from './place.ts';
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
export declare function handleOf(host: HostPlace): LabHost;
