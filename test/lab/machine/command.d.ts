import { Readable } from 'node:stream';
/** How a command ended. `exitCode` is 128 + the signal's number when a signal ended it, as in a shell. */
export interface CommandResult {
    readonly exitCode: number;
    readonly stdout: string;
    readonly stderr: string;
}
/** `input` is written to the command's standard input, which is empty otherwise. */
export interface CommandOptions {
    readonly input?: string | Uint8Array | Readable;
    readonly timeoutMs?: number;
}
/** The caller's PATH and the folders of system programs, which not every root login has. */
export declare function systemPath(): string;
/**
 * Runs argv to its end and answers how it ended, whatever its exit code.
 * Throws LabError `timeout` when it outlives `timeoutMs` or `command-failed` when it cannot start or prints too much;
 * its whole process group is killed then.
 */
export declare function run(argv: readonly string[], options?: CommandOptions): Promise<CommandResult>;
/** Runs argv like `run` and answers its standard output; any exit code but 0 is a LabError `command-failed`. */
export declare function runOrThrow(argv: readonly string[], options?: CommandOptions): Promise<string>;
