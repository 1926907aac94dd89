/** What went wrong, as a word a program can test for. */
export type LabErrorCode = 'needs-root' | 'needs-packages' | 'unknown-host' | 'bad-name' | 'bad-usage' | 'not-running' | 'boot-failed' | 'command-failed' | 'timeout' | 'no-subnet' | 'no-cgroup' | 'not-removed';
/** The one error of the lab: a sentence for people, and a code. */
export declare class LabError extends Error {
    readonly code: LabErrorCode;
    constructor(code: LabErrorCode, message: string, options?: {
        readonly cause?: unknown;
    });
}
