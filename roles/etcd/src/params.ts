import { bytes, duration, secretParam, z } from '@rolecall/roles';

const port = z.int().min(1).max(65_535);
/** Times at which systemd runs something, as in systemd.time(7). */
const calendar = z.string().min(1).max(200);

/** Everything that a site may say about an etcd. */
export const params = z.object({
  /** The archive with etcd, etcdctl and etcdutl; without `url` the controller has it (`controller artifacts add`). */
  release: z.object({
    version: z.string(),
    sha256: z.string(),
    url: z.string().optional(),
    format: z.enum(['tar', 'tar.gz', 'tar.xz', 'tar.zst', 'zip']).default('tar.gz'),
    /** Folders above the programs in it: one in upstream's own. */
    strip: z.int().min(0).max(10).default(1),
  }),
  /** The authority that signs what members and clients show one another; the controller's own where left out. */
  authority: z.object({ certificate: z.union([secretParam(), z.string()]), key: secretParam() }).optional(),
  /** Tells clusters apart that could reach one another. It holds from the first start on, for good. */
  token: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'a token has letters, digits and "._-" only')
    .default('etcd'),
  ports: z.object({ client: port.default(2379), peer: port.default(2380), metrics: port.default(2381) }).prefault({}),
  /** How often the leader is heard of, and how long it may be silent: ten times that or more. */
  heartbeat: duration.prefault('250ms'),
  election: duration.prefault('5s'),
  /** What the data may take; at most 8 GiB (etcd's own advice). Above it nothing is written until room is made and the alarm disarmed. */
  quota: bytes.prefault('2GiB'),
  /** So far back former values can be read. */
  history: duration.prefault('8h'),
  openFiles: z.int().min(1024).default(40_000),
  /** Each member keeps its own, taken at a time of its own within the hour after `calendar`. */
  snapshots: z
    .object({ calendar: calendar.default('*-*-* 00/6:00'), keep: z.int().min(1).max(1000).default(12) })
    .prefault({}),
  /** Gives room back to the file system: one member at a time, never the leader. */
  defragment: z.object({ calendar: calendar.default('Sun *-*-* 03:00') }).prefault({}),
  /** Hosts whose data is gone for good: each leaves the cluster and joins it again, empty. Without this they are not touched. */
  replace: z.array(z.string()).default([]),
});
export type Params = z.output<typeof params>;
