import type { ChildProcess } from 'node:child_process';
import type { LabErrorCode } from './error.ts';
interface Stopped {
    readonly code: LabErrorCode;
    readonly reason: string;
}
/** What a running command printed so far, and why it was stopped, if it was. */
export interface CollectedOutput {
    text(): {
        readonly stdout: string;
        readonly stderr: string;
    };
    stop(code: LabErrorCode, reason: string): void;
    stopped(): Stopped | undefined;
}
/** Gathers what the child prints, up to a bound; `kill` ends the child when the bound is passed or `stop` is called. */
export declare function collectOutput(child: ChildProcess, kill: () => void): CollectedOutput;
export {};
