import { type CommandOptions, type CommandResult } from '../../lab/machine/command.ts';
/** A real controller in a process of its own, and its command line. */
export interface ControllerProcess {
    readonly data: string;
    readonly port: number;
    readonly pid: number;
    /** Everything that it logged so far. */
    log(): string;
    /** Runs `controller WORDS…` against it, as a person would. */
    cli(words: readonly string[], options?: CommandOptions & {
        readonly folder?: string;
    }): Promise<CommandResult>;
    /** Ends it at once, as a power cut would. */
    kill(): Promise<void>;
    /** Starts it again on the same data. */
    start(): Promise<void>;
    /** Ends it in order, and removes its data. */
    remove(): Promise<void>;
}
/** Starts a controller on a fresh data folder and a free port; answers when its socket serves. */
export declare function startControllerProcess(advertise: string, named?: string): Promise<ControllerProcess>;
