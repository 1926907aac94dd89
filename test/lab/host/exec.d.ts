import { type CommandOptions, type CommandResult } from '../machine/command.ts';
import type { HostPlace } from './place.ts';
/** The command that runs argv inside the host, as root, in /root. Throws LabError `not-running`. */
export declare function insideCommand(host: HostPlace, argv: readonly string[]): readonly string[];
/** Runs argv inside the host and answers how it ended, whatever its exit code. */
export declare function execInside(host: HostPlace, argv: readonly string[], options?: CommandOptions): Promise<CommandResult>;
