import { bytes, duration, secretParam, z } from '@rolecall/roles';

const port = z.int().min(1).max(65_535);
/** Times at which systemd runs something, as in systemd.time(7). */
const calendar = z.string().min(1).max(200);
/** Names that need no quotes in CQL or in a properties file. */
const plainName = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,47}$/, 'a name has letters, digits and "_" only');
const keyspaceName = z.string().regex(/^[a-z][a-z0-9_]{0,47}$/, 'a keyspace has small letters, digits and "_" only');

/** From here on references of the JVM take twice the room. */
const LARGEST_HEAP = 31 * 2 ** 30;
const SMALLEST_HEAP = 256 * 2 ** 20;

/** Everything that a site may say about a Cassandra. */
export const params = z.object({
  /** The archive with Cassandra's `lib`; without `url` the controller has it (`controller artifacts add`). */
  release: z.object({
    version: z.string().regex(/^(4\.1|5\.0)\.\d+$/, 'a version is 4.1.… or 5.0.…'),
    sha256: z.string(),
    url: z.string().optional(),
    format: z.enum(['tar', 'tar.gz', 'tar.xz', 'tar.zst', 'zip']).default('tar.gz'),
    /** Folders above `lib` in it: one in upstream's own. */
    strip: z.int().min(0).max(10).default(1),
  }),
  /** The Java that it runs on, as the role `java` gives it: 11 or 17. */
  java: z.object({
    home: z.string(),
    version: z.int().refine((version) => version === 11 || version === 17, 'Cassandra runs on Java 11 or 17'),
  }),
  /** Its name holds for good. */
  cluster: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._ -]{0,99}$/, 'a cluster is named with letters, digits, blanks and "._-"')
    .default('cassandra'),
  datacenter: plainName.default('dc1'),
  /** The label of hosts that says in which rack they stand; where no member has it, all are in `rack1`. */
  rackLabel: z.string().min(1).max(63).default('rack'),
  /** How many parts of the ring each member owns. It holds for good. */
  tokens: z.int().min(1).max(256).default(16),
  /** Members that others ask who is there: the first three by name where left out. */
  seeds: z.array(z.string()).min(1).optional(),
  /** The superuser: made before anybody can reach the cluster, in the place of Cassandra's own, which is removed. */
  user: plainName.default('admin'),
  password: secretParam(),
  /** The JVM's heap; a quarter of the memory, at least 1 GiB (or half of it, if that is less) and at most 8 GiB, where left out. */
  heap: bytes
    .pipe(z.int().min(SMALLEST_HEAP, 'a heap has 256 MiB at least').max(LARGEST_HEAP, 'a heap has 31 GiB at most'))
    .optional(),
  /** Further options of the JVM, after all others. */
  jvm: z.array(z.string().regex(/^-[DX][^\s"'\\]+$/, 'an option begins with -D or -X and has no blanks')).default([]),
  /** Further keys of cassandra.yaml; those that the role has itself are refused. */
  settings: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), z.json()).default({}),
  ports: z.object({ client: port.default(9042), peer: port.default(7000), jmx: port.default(7199) }).prefault({}),
  /** The authority that signs what members show one another; the controller's own where left out. */
  authority: z.object({ certificate: z.union([secretParam(), z.string()]), key: secretParam() }).optional(),
  /** Copies of what Cassandra itself keeps: users, views being built. As many as there are members, if those are fewer. */
  replication: z.int().min(1).max(9).default(3),
  /** Keyspaces that are there, with so many copies; made or altered under the lock of the schema, never removed. */
  keyspaces: z.record(keyspaceName, z.object({ replication: z.int().min(1).max(9).default(3) })).default({}),
  /** Each member repairs what it owns first, at a time of its own in the week; `never` where something else does it. */
  repair: z.enum(['weekly', 'never']).default('weekly'),
  /** Each member keeps its own, taken at a time of its own within the hour after `calendar`. */
  snapshots: z
    .object({ calendar: calendar.default('*-*-* 02:00'), keep: z.int().min(1).max(100).default(7) })
    .prefault({}),
  /** Figures for Prometheus, by its exporter inside the server; whoever reaches the port reads them. Without `url` the controller has the exporter. */
  metrics: z
    .object({
      exporter: z.object({ version: z.string(), sha256: z.string(), url: z.string().optional() }),
      port: port.default(8081),
      /** What it tells and under which names, as jmx_exporter reads it; without it the server as a whole, and no single table. */
      config: z.record(z.string(), z.json()).optional(),
    })
    .optional(),
  /** How long a member may take to come up with the data that it has; 14 minutes at most. */
  startWithin: duration.pipe(z.int().max(840_000, 'a start may take 14 minutes at most')).prefault('10m'),
  /** How long a member may take to get its data from the others when it comes in. */
  joinWithin: duration.prefault('1d'),
  openFiles: z.int().min(1024).default(100_000),
  /** Hosts that take the place of a dead member, with its address: `{ 'db-4': '10.0.0.12' }`; its own where it came back empty. */
  replace: z.record(z.string(), z.string()).default({}),
});
export type Params = z.output<typeof params>;
