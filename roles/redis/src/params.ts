import { bytes, secretParam, z } from '@rolecall/roles';

const port = z.int().min(1).max(65_535);

/** Everything that a site may say about a Redis. */
export const params = z.object({
  /** What one server may hold; with persistence, at most half of the host's memory is wise. */
  maxMemory: bytes.prefault('256MiB'),
  /** What happens when that is full. */
  maxMemoryPolicy: z
    .enum(['noeviction', 'allkeys-lru', 'allkeys-lfu', 'volatile-lru', 'volatile-lfu', 'volatile-ttl'])
    .default('noeviction'),
  /** For clients, replicas and sentinels alike. Without blanks: Redis's list of users is separated by them. */
  password: secretParam(),
  /** A second password that is accepted too, to change the first one without a break. */
  alsoAccept: secretParam().optional(),
  port: port.default(6379),
  sentinel: z
    .object({
      port: port.default(26_379),
      /** How many sentinels must miss the primary before it counts as down; more than half unless told. */
      quorum: z.int().min(1).optional(),
      /** How long the primary may be silent. */
      downAfterMs: z.int().min(500).default(5_000),
      /** How long a failover may take before another is tried. */
      failoverTimeoutMs: z.int().min(5_000).default(60_000),
    })
    .prefault({}),
  /** Whether Prometheus's exporter runs beside it, at port 9121. */
  metrics: z.boolean().default(true),
});
export type Params = z.output<typeof params>;
