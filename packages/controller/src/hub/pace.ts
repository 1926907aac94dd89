/** What the size of the fleet asks of every agent. Milliseconds. */
export interface Pace {
  readonly heartbeatMs: number;
  readonly spreadMs: number;
}

/** Heartbeats are never closer than this, and never more than 500 a second over all hosts. */
const BEAT_MS = 15_000;
const BEAT_MS_PER_HOST = 2;
const MAX_BEAT_MS = 600_000;
/** One core takes some 500 handshakes a second (measured): half of that is left for work. */
const SPREAD_MS_PER_HOST = 4;
const MIN_SPREAD_MS = 1_000;
const MAX_SPREAD_MS = 60_000;

export const paceFor = (hosts: number, beatMs = BEAT_MS): Pace => ({
  heartbeatMs: Math.min(MAX_BEAT_MS, Math.max(beatMs, hosts * BEAT_MS_PER_HOST)),
  spreadMs: Math.min(MAX_SPREAD_MS, Math.max(MIN_SPREAD_MS, hosts * SPREAD_MS_PER_HOST)),
});
