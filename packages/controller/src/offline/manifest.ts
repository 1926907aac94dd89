import { OfflineAgent, Sha256 } from '@rolecall/protocol';
import { z } from 'zod';

const member = { sha256: Sha256, size: z.int().min(1) };

/** What a file of `controller artifacts export` holds: its first member. The others are `blobs/SHA256`, in the order of their names. */
export const Manifest = z.strictObject({
  schema: z.literal('rolecall/offline/1'),
  site: z.string().max(63),
  /** The release of the controller that wrote it. */
  release: z.string().max(64),
  agent: OfflineAgent,
  artifacts: z.array(z.strictObject({ ...member, name: z.string(), version: z.string().nullable() })).max(10_000),
  /** A repository of Debian packages as one archive. */
  packages: z.strictObject({ ...member, count: z.int(), like: z.string() }).nullable(),
  /** What hosts will need and is not in it. */
  lacks: z.strictObject({ images: z.array(z.string()), packages: z.array(z.string()), unseen: z.array(z.string()) }),
});
export type Manifest = z.infer<typeof Manifest>;

export const MANIFEST = 'manifest.json';
/** A manifest of ten thousand artifacts is smaller. */
export const MAX_MANIFEST = 16 * 1024 ** 2;

/** Every content that a manifest names, by hash; each once. */
export function membersOf({ agent, artifacts, packages }: Manifest): ReadonlyMap<Sha256, number> {
  const all = [agent.bundle, ...agent.runtimes, ...artifacts, ...(packages === null ? [] : [packages])];
  return new Map([...all].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)).map(({ sha256, size }) => [sha256, size]));
}
