import { z } from 'zod';
import { InstanceId, KindName } from './ids.ts';
import { JsonObject } from './json.ts';
import { SecretVersion } from './secret.ts';
import { Source } from './source.ts';

/** One thing to manage on one host. `params` are those of the kind; secrets in them are markers. */
export const CatalogResource = z.strictObject({
  kind: KindName,
  key: z.string().min(1).max(4096),
  params: JsonObject,
  source: Source,
});
export type CatalogResource = z.infer<typeof CatalogResource>;

/** All that one instance wants on its host, in the order in which it is done. Addressed by the SHA-256 of its JSON. */
export const Catalog = z.strictObject({
  schema: z.literal('rolecall/catalog/1'),
  instance: InstanceId,
  resources: z.array(CatalogResource).max(20_000),
  /** The secrets whose markers stand in the resources; their values travel sealed, beside the catalog. */
  secrets: z.array(SecretVersion).max(1_000),
});
export type Catalog = z.infer<typeof Catalog>;
