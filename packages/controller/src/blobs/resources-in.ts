import { Catalog, type CatalogResource, type Sha256 } from '@rolecall/protocol';
import type { BlobGrants } from '../hub/contract.ts';

/** What a stored catalog declares; nothing where it is no longer kept. */
export function resourcesIn(blobs: Pick<BlobGrants, 'get'>, hash: Sha256): readonly CatalogResource[] {
  const bytes = blobs.get(hash);
  return bytes === undefined ? [] : Catalog.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))).resources;
}
