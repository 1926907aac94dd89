import { z } from 'zod';
import { InstanceId, KindName, ResourceId, RunId, Sha256 } from './ids.ts';
import { JsonObject } from './json.ts';
import { SecretVersion } from './secret.ts';
import { Source } from './source.ts';

/**
 * What happens to a resource that is no longer declared: `always` takes it away whatever it holds, `keep` leaves it, `made` takes it away
 * whatever it holds unless it stood there before. Without a word, what holds data or stood there before is kept, and the rest is removed.
 */
export const Removal = z.enum(['always', 'keep', 'made']);
export type Removal = z.infer<typeof Removal>;

/** Where a resource stands in a group whose members may be brought about at the same time: each but the first follows its predecessor. */
export const Parallel = z.enum(['first', 'next']);
export type Parallel = z.infer<typeof Parallel>;

/** One thing to manage on one host. `params` are those of the kind; secrets in them are markers. */
export const CatalogResource = z.strictObject({
  kind: KindName,
  key: z.string().min(1).max(4096),
  params: JsonObject,
  remove: Removal.optional(),
  parallel: Parallel.optional(),
  /** The pack that its kind comes in; kinds that came with the agent have none. */
  pack: Sha256.optional(),
  source: Source,
});
export type CatalogResource = z.infer<typeof CatalogResource>;

/** All that one instance wants on its host, in the order in which it is done. Addressed by the SHA-256 of its JSON. */
export const Catalog = z.strictObject({
  schema: z.literal('rolecall/catalog/1'),
  instance: InstanceId,
  /** Names that it had before: what was written under them is this instance's now. */
  formerly: z.array(InstanceId).max(8),
  /** Put back what stood there before this run, instead of bringing about any resources. */
  undo: RunId.nullable(),
  resources: z.array(CatalogResource).max(20_000),
  /** Resources that this instance declared before and another one of its host declares now: they pass to that one, and stay as they are. */
  elsewhere: z
    .array(z.strictObject({ id: ResourceId, instance: InstanceId }))
    .max(20_000)
    .optional(),
  /** Of what is staged: the catalog of the change that follows. What that declares and comes with what is staged was not there before. */
  prepares: Sha256.optional(),
  /** The secrets whose markers stand in the resources; their values travel sealed, beside the catalog. */
  secrets: z.array(SecretVersion).max(1_000),
});
export type Catalog = z.infer<typeof Catalog>;
