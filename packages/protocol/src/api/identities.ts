import { z } from 'zod';
import { InstanceId, Sha256 } from '../ids.ts';
import { answers } from './route.ts';

const site = z.string().max(63);
const path = z.string().max(4096);

/** A file that says who a member of a cluster is, as it was when it was first seen. */
export const IdentityRow = z.strictObject({
  site,
  instance: InstanceId,
  path,
  sha256: Sha256,
  at: z.number(),
  /** The next apply puts it back. */
  restore: z.boolean(),
});
export type IdentityRow = z.infer<typeof IdentityRow>;

/** Files that say who members are. */
export const identityRoutes = {
  'identity.list': answers('view', z.strictObject({}), z.array(IdentityRow)),
  /** What is to become of files that vanished: the next apply puts them back, or what is there by then counts. All of an instance, or one. */
  'identity.settle': answers(
    'operate',
    z.strictObject({
      instance: InstanceId,
      path: path.nullable(),
      site: site.nullable(),
      as: z.enum(['restore', 'forget']),
    }),
    z.strictObject({ site, paths: z.array(path) }),
  ),
} as const;
