import { readFileSync } from 'node:fs';

/** Which start of the machine this is, and the time since. */
export interface Boot {
  readonly id: string;
  /** CLOCK_MONOTONIC in microseconds, as in systemd's `...TimestampMonotonic`. */
  now(): number;
}

export const openBoot = (): Boot => ({
  id: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
  now: () => Number(process.hrtime.bigint() / 1_000n),
});
