import { z } from 'zod';
import { type HostName, UseName } from './ids.ts';

/**
 * What nobody else may do to a cluster meanwhile: change its members, change its schema, or take members down. Each excludes itself;
 * `topology` excludes the other two as well.
 */
export const ClusterLock = z.enum(['topology', 'schema', 'maintenance']);
export type ClusterLock = z.infer<typeof ClusterLock>;

/** A lock that work wants: one of a cluster, or the one for heavy work on the host that carries it out. */
export const LockWish = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('cluster'), cluster: UseName, lock: ClusterLock }),
  z.strictObject({ of: z.literal('host') }),
]);
export type LockWish = z.infer<typeof LockWish>;

/** `cluster:NAME:schema` or `host:NAME:heavy`: the name of a lock, the same for every site of a controller. */
export const LockName = z
  .string()
  .regex(/^(cluster:[a-z][a-z0-9-]{0,62}:(topology|schema|maintenance)|host:[a-z0-9-]{1,63}:heavy)$/)
  .brand<'LockName'>();
export type LockName = z.infer<typeof LockName>;

/** The lock that a wish means on a host. */
export const lockName = (wish: LockWish, host: HostName): LockName =>
  (wish.of === 'host' ? `host:${host}:heavy` : `cluster:${wish.cluster}:${wish.lock}`) as LockName;

const OTHERS: Readonly<Record<ClusterLock, readonly ClusterLock[]>> = {
  topology: ['topology', 'schema', 'maintenance'],
  schema: ['schema', 'topology'],
  maintenance: ['maintenance', 'topology'],
};

/** The locks that nobody else may hold while one is held; itself among them. */
export function excludedBy(name: LockName): readonly LockName[] {
  const [of, cluster, lock] = name.split(':');
  if (of !== 'cluster') return [name];
  return OTHERS[lock as ClusterLock].map((other) => `cluster:${cluster}:${other}` as LockName);
}
