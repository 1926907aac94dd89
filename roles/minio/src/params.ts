import { bytes, secretParam, z } from '@rolecall/roles';

/** One program; without `url` the controller has it (`controller artifacts add`). */
const program = z.strictObject({ version: z.string(), sha256: z.string(), url: z.string().optional() });

const drive = z.string().regex(/^(\/[A-Za-z0-9_][A-Za-z0-9._-]*)+$/, 'a drive is an absolute path without blanks');
const drives = z.array(drive).min(1).max(64);
/** MinIO spreads each object over one set of drives, of 16 at most. */
const setSize = z.int().min(1).max(16);
/** Short enough that a check can be named after it. */
const named = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,32}[a-z0-9]$/, 'a name has 3 to 34 characters of a-z, 0-9 and "-"');

const bucket = z.strictObject({
  name: named,
  /** Whether former versions of objects are kept; nobody's business here where left out. */
  versioning: z.boolean().optional(),
  /** What those may do who show no password; nobody's business here where left out. */
  anonymous: z.enum(['none', 'download', 'upload', 'public']).optional(),
});

const texts = z.union([z.string(), z.array(z.string())]);
/** A policy in the words of S3. */
const policy = z.strictObject({
  Version: z.string().default('2012-10-17'),
  Statement: z
    .array(
      z.strictObject({
        Sid: z.string().optional(),
        Effect: z.enum(['Allow', 'Deny']),
        Action: texts,
        Resource: texts.optional(),
        Condition: z.record(z.string(), z.record(z.string(), texts)).optional(),
      }),
    )
    .min(1),
});
export type Policy = z.output<typeof policy>;

const account = z.strictObject({
  name: named,
  /** 8 characters at least. */
  password: secretParam(),
  /** Names of policies, of `policies` or MinIO's own. These and no others. */
  policies: z.array(z.string()).default([]),
});

/** Everything that a site may say about a MinIO. */
export const params = z.object({
  release: program,
  /** The command line `mc`: with it the members look at one another, and buckets and accounts are made. */
  client: program,
  /** The account that may do everything: its name of 3 characters at least, and its password of 8. */
  root: z.object({ user: secretParam(), password: secretParam() }),
  /** The authority that signs what members and clients show one another; the controller's own where left out. */
  authority: z.object({ certificate: z.union([secretParam(), z.string()]), key: secretParam() }).optional(),
  port: z.int().min(1).max(65_535).default(9000),
  /** Folders of each host, each a file system of its own: XFS on a whole drive, says MinIO. */
  drives: drives.default(['/var/lib/minio/1', '/var/lib/minio/2']),
  /** Drives of one set; as many as the drives allow where left out. */
  setSize: setSize.optional(),
  /** So many drives of a set may be lost without losing an object; MinIO's own choice where left out. */
  parity: z.int().min(0).max(8).optional(),
  /** Hosts that were put in together. What a pool began with holds for good: it grows by another pool. All hosts in one where left out. */
  pools: z
    .array(
      z.strictObject({ hosts: z.array(z.string()).min(1), drives: drives.optional(), setSize: setSize.optional() }),
    )
    .default([]),
  /** Folders may lie on the disk of the system, which MinIO refuses otherwise: for trials, since a full disk stops the host. */
  onSystemDisk: z.boolean().default(false),
  /** More of MinIO's settings (`MINIO_…`), the same on all members. No place for secrets. */
  settings: z
    .record(z.string().regex(/^MINIO_[A-Z0-9_]{1,80}$/, 'a setting is named MINIO_…'), z.string().regex(/^[^\n\\"']*$/))
    .default({}),
  /** What one server may take of its host's memory; MinIO's own choice where left out. */
  memory: bytes.optional(),
  openFiles: z.int().min(1024).default(65_536),
  buckets: z.array(bucket).default([]),
  policies: z.record(named, policy).default({}),
  users: z.array(account).default([]),
});
export type Params = z.output<typeof params>;
export type Bucket = z.output<typeof bucket>;
export type Account = z.output<typeof account>;
