import { bytes, secretParam, z } from '@rolecall/roles';

const port = z.int().min(1).max(65_535);

/** Words of redis.io's "ACL rules" that grant or take away; passwords are given by name, and nobody comes in without one. */
const RULES = /^(?:[~&+%-][^\s><#!()]+|resetkeys|resetchannels)(?: (?:[~&+%-][^\s><#!()]+|resetkeys|resetchannels))*$/;

/** Somebody who may log in beside the default user. */
const account = z.object({
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_-]{0,62}$/, 'a user is named with letters, digits, "_" and "-"')
    .refine((name) => name !== 'default', 'the default user has the password of the role'),
  password: secretParam(),
  /** A second password that is accepted too, to change the first one without a break. */
  alsoAccept: secretParam().optional(),
  /** What the user may do: `'~sessions:* +@read +@write'`. */
  may: z.string().regex(RULES, 'rules are words such as ~sessions:* &events +@read -@dangerous'),
});
export type Account = z.output<typeof account>;

/** Everything that a site may say about a Redis. */
export const params = z.object({
  /** What one server may hold. Twice as much must fit into memory: a snapshot copies what is written meanwhile. */
  maxMemory: bytes.prefault('256MiB'),
  /** What happens when that is full. */
  maxMemoryPolicy: z
    .enum(['noeviction', 'allkeys-lru', 'allkeys-lfu', 'volatile-lru', 'volatile-lfu', 'volatile-ttl'])
    .default('noeviction'),
  /** When what was written reaches the disk: every second, or before it is acknowledged. */
  fsync: z.enum(['everysec', 'always']).default('everysec'),
  /** After so many seconds and so many changes, in pairs, the whole data is written as one file; never where empty. */
  snapshots: z
    .string()
    .regex(/^(\d+ \d+( \d+ \d+)*)?$/, 'snapshots are pairs of seconds and changes, such as "3600 1 300 100"')
    .default('3600 1 300 100 60 10000'),
  /** So many replicas must be in step for a write to be taken; 1 in a cluster unless told. It bounds what a lost primary takes along. */
  minReplicas: z.int().min(0).max(5).optional(),
  /** What a replica may miss while it is away and still catch up without a full copy. */
  backlog: bytes.prefault('64MiB'),
  maxClients: z.int().min(64).max(1_000_000).default(10_000),
  /** For clients, replicas and sentinels alike. Without blanks: Redis's list of users is separated by them. */
  password: secretParam(),
  /** A second password that is accepted too, to change the first one without a break. */
  alsoAccept: secretParam().optional(),
  /** Who may log in beside the default user, which may do everything. */
  users: z.array(account).max(100).default([]),
  port: port.default(6379),
  /** Whether everybody speaks TLS, with certificates of the controller's authority. It holds from the first start on, for good. */
  tls: z.boolean().default(false),
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
  /** Each member keeps copies of its own data, taken at a time of its own within the hour after `calendar`. */
  backups: z
    .object({
      calendar: z.string().min(1).max(200).default('*-*-* 00/6:00'),
      keep: z.int().min(1).max(1000).default(8),
    })
    .prefault({}),
  /** Whether Prometheus's exporter runs beside it, at port 9121. */
  metrics: z.boolean().default(true),
});
export type Params = z.output<typeof params>;
