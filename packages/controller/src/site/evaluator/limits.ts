/** What a site may use while it is evaluated. */
export interface Limits {
  /** For one call. */
  readonly callMs: number;
  /** Added for the first call, while the process starts. */
  readonly startMs: number;
  /** JavaScript's heap. */
  readonly heapMiB: number;
  /** The whole process: buffers lie outside of the heap. */
  readonly residentMiB: number;
  /** One answer. */
  readonly lineBytes: number;
  /** A process that was asked nothing for this long is ended. */
  readonly idleMs: number;
}

export const LIMITS: Limits = {
  callMs: 10_000,
  startMs: 10_000,
  heapMiB: 512,
  residentMiB: 1024,
  lineBytes: 16 * 1024 * 1024,
  idleMs: 5_000,
};
