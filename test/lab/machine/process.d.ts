/** A process that cannot be mistaken for a later one with the same number: pid, start time in clock ticks, boot. */
export interface ProcessIdentity {
    readonly pid: number;
    readonly startTicks: string;
    readonly bootId: string;
}
/** The identity of a live process, or undefined when there is none (a zombie counts as none). */
export declare function identify(pid: number): ProcessIdentity | undefined;
/** Whether that very process still runs. */
export declare function isAlive(process: ProcessIdentity): boolean;
/** Sends a signal (a name, or a number for the real-time ones) to that very process, if it still runs. */
export declare function signal(target: ProcessIdentity, name: NodeJS.Signals | number): void;
/** Asks every 50 ms until the answer is neither undefined nor false, or the time is over (then undefined). */
export declare function waitFor<T>(ask: () => T | undefined | false | Promise<T | undefined | false>, limitMs: number): Promise<T | undefined>;
