import { z } from 'zod';
import { Sha256 } from '../ids.ts';
import { answers } from './route.ts';

const size = z.int().min(1);

/** What a new host is given, by its hashes. */
export const OfflineAgent = z.strictObject({
  bundle: z.strictObject({ sha256: Sha256, size }),
  runtimes: z
    .array(z.strictObject({ sha256: Sha256, size, architecture: z.string().max(32), id: z.string().max(128) }))
    .max(8),
  hostFiles: z
    .array(z.strictObject({ path: z.string().max(1024), mode: z.int(), content: z.string().max(65_536) }))
    .max(64),
});
export type OfflineAgent = z.infer<typeof OfflineAgent>;

/** What is carried from one controller to another. Content goes as artifacts. */
export const offlineRoutes = {
  'offline.agent': answers('operate', z.strictObject({}), OfflineAgent),
  /** What came is whole and stored: from now on hosts of the site get their packages from here, and new ones this agent where none can be built. */
  'offline.take': answers(
    'admin',
    z.strictObject({ site: z.string().max(63), packages: Sha256.nullable(), agent: OfflineAgent.nullable() }),
    z.strictObject({}),
  ),
} as const;
