import { z } from 'zod';
import { KindName, Sha256 } from './ids.ts';
import { JsonObject } from './json.ts';
import { Source } from './source.ts';

/** A kind that a role brings, as a site tells the controller of it. */
export const BroughtKind = z.strictObject({
  kind: KindName,
  /** Where its provider lies in the site's archive. */
  provider: z.string().max(4_096),
  /** Its parameters, as a JSON schema. */
  params: JsonObject,
  source: Source,
});
export type BroughtKind = z.infer<typeof BroughtKind>;

/** What the first line of a pack says of it. */
export const PackManifest = z.strictObject({
  schema: z.literal('rolecall/pack/1'),
  kind: KindName,
  /** The npm package that its provider lies in; empty where that has no name. */
  package: z.string().max(214),
  version: z.string().max(64),
  /** The hash of its parameters' JSON schema. */
  params: Sha256,
  /** The revision of the contract between agents and providers. */
  api: z.int().min(1),
});
export type PackManifest = z.infer<typeof PackManifest>;

/** So many packs may be admitted at once: their list fits into one message. */
export const MAX_ADMITTED = 256;

/** Every pack that agents may load; signed as text. */
export const Admitted = z.strictObject({
  schema: z.literal('rolecall/admitted/1'),
  /** Milliseconds since 1970: an agent that knows a later list keeps that. */
  at: z.number(),
  packs: z.array(Sha256).max(MAX_ADMITTED),
});
export type Admitted = z.infer<typeof Admitted>;

/** One pack, as operators see it. */
export const PackRow = z.strictObject({
  pack: Sha256,
  kind: KindName,
  package: z.string(),
  version: z.string(),
  bytes: z.int(),
  state: z.enum(['asked', 'admitted', 'revoked']),
  /** Who admitted or revoked it, and when; who brought it is not known. */
  by: z.string().nullable(),
  at: z.number(),
});
export type PackRow = z.infer<typeof PackRow>;
