import { bytes, duration, secretParam, z } from '@rolecall/roles';

const port = z.int().min(1).max(65_535);
/** Names of clusters and indexes that both products take, and that need no quoting anywhere. */
const clusterName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'a name has letters, digits and "._-" only');
const indexName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'an index has small letters, digits and "._-" only');
const setting = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_.*-]*$/, 'a setting is named like indices.query.bool.max_clause_count');

/** Above it the JVM cannot use short pointers, and a larger heap holds less. */
export const MOST_HEAP = 31 * 2 ** 30;

/** The archive of the server; without `url` the controller has it (`controller artifacts add`). */
const release = {
  version: z.string().regex(/^[0-9A-Za-z][0-9A-Za-z._+-]*$/),
  sha256: z.string(),
  url: z.string().optional(),
  format: z.enum(['tar', 'tar.gz', 'tar.xz', 'tar.zst', 'zip']).default('tar.gz'),
  /** Folders above `bin` in it: one in upstream's own. */
  strip: z.int().min(0).max(10).default(1),
};

/** TLS between all nodes and to clients, and one user, `elastic`, who may do everything. */
const security = z.object({
  /** The first password of `elastic`. Once it was changed in the cluster, that one counts. */
  password: secretParam(),
  /** The authority that signs what nodes show one another and clients; the controller's own where left out. */
  authority: z.object({ certificate: z.union([secretParam(), z.string()]), key: secretParam() }).optional(),
});

/** Settings that this role writes itself, or that would found a second cluster. */
const OWNED =
  /^(cluster\.name|cluster\.initial_.*|node\.name|path\..*|network\..*|http\.(host|port|publish_host)|transport\.(host|port)|discovery\..*|bootstrap\.memory_lock|node\.store\.allow_mmap|xpack\.security\..*ssl\..*|xpack\.security\.enabled)$/;

/** Everything that a site may say about an Elasticsearch or OpenSearch. */
export const params = z.object({
  server: z.discriminatedUnion('product', [
    z.object({ product: z.literal('elasticsearch'), ...release, security: security.optional() }),
    // What OpenSearch has of security is a plugin that its smallest distribution lacks.
    z.object({ product: z.literal('opensearch'), ...release }),
  ]),
  /** Java of the host: its home, and the package that brings it where nothing else does. Left out: what the archive carries. */
  java: z.object({ home: z.string().startsWith('/'), package: z.string().optional() }).optional(),
  /** Tells clusters apart that could reach one another. It holds from the first start on, for good. */
  cluster: clusterName.default('elasticsearch'),
  /** Memory of the JVM, 31 GiB at most; half of the host's memory where left out, and never more than that. */
  heap: bytes
    .pipe(
      z
        .int()
        .min(128 * 2 ** 20)
        .max(MOST_HEAP, 'a heap has 31 GiB at most'),
    )
    .optional(),
  ports: z.object({ http: port.default(9200), transport: port.default(9300) }).prefault({}),
  /** Maps indexes into memory, for which the kernel must allow many mappings; `false` where it cannot be told to. */
  mmap: z.boolean().default(true),
  /** Keeps the heap from being swapped out; for hosts that have swap. */
  lockMemory: z.boolean().default(false),
  openFiles: z.int().min(65_535).default(65_535),
  /** More settings of the server. */
  settings: z
    .record(setting, z.json())
    .refine((given) => !Object.keys(given).some((name) => OWNED.test(name)), 'the role writes one of these itself')
    .default({}),
  /** More words for its JVM. */
  jvmOptions: z.array(z.string().regex(/^-\S+$/)).default([]),
  /** More variables of its environment; every user of the host can read them. */
  environment: z.record(z.string().regex(/^[A-Z_][A-Z0-9_]*$/), z.string()).default({}),
  /** Indexes that are created where they are not there yet; what is there is never changed. */
  indices: z
    .record(
      indexName,
      z.object({
        shards: z.int().min(1).max(1024).default(1),
        /** Copies beside the first one: 2 outlive the loss of two nodes. */
        replicas: z.int().min(0).max(100).default(1),
        settings: z.record(z.string(), z.json()).default({}),
        mappings: z.record(z.string(), z.json()).default({}),
      }),
    )
    .default({}),
  /** How long the cluster may take to have all copies again, before a node is stopped and after it was started. */
  recovery: duration.prefault('1h'),
  /** How long a node that is stopped for a change may be away before the others make the copies that they lack. */
  absence: duration.prefault('15m'),
  /** How long it may take to move to the others what a node holds that is to leave. */
  moving: duration.prefault('1d'),
  /** Hosts whose data is gone for good: each comes in again, empty. Without this they are not started. */
  replace: z.array(z.string()).default([]),
});
export type Params = z.output<typeof params>;
