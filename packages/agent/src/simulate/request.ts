import type { CatalogResource, Fault, JsonObject } from '@rolecall/protocol';

/** What is tried on a copy of the host. Holds values of secrets: it travels through pipes only. */
export interface SimulationRequest {
  readonly resources: readonly {
    readonly resource: CatalogResource;
    readonly params: JsonObject;
    readonly marked: boolean;
  }[];
  /** What is no longer declared and taken away, in its order. */
  readonly removed: readonly { readonly resource: CatalogResource; readonly params: JsonObject }[];
  readonly hide: readonly string[];
  /** Where packs lie, on the host and so on its copy. */
  readonly packs?: string | undefined;
}

/** How far the catalog came on the copy; `untried` are resources whose effects a copy cannot show, as `KIND:KEY`. */
export interface Tried {
  readonly untried: readonly string[];
  readonly fault?: Fault | undefined;
}
