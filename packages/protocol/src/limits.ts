/** Every bound of the wire, in one place; both ends hold them. */

/** No frame is larger. Larger things are blobs, fetched by hash. */
export const MAX_FRAME_BYTES = 256 * 1024;

/** Nesting of JSON that is still parsed: found by a scan before the parser sees the text. */
export const MAX_JSON_DEPTH = 32;

/** The revision of the messages that this release speaks, and the oldest that it still understands. */
export const REVISION = { min: 1, max: 2 } as const;

/** From this revision on agents know packs: `packs` is sent to no older one. */
export const REVISION_OF_PACKS = 2;

/** The contract between an agent and a provider in a pack: raised when an older pack could not work any more. */
export const PACK_API = 1;

/** A pack larger than this is refused: the largest provider that comes with the agent has a tenth of it. */
export const MAX_PACK_BYTES = 256 * 1024;

/** A blob larger than this is refused: it is bigger than any runtime or bundle that we serve. */
export const MAX_BLOB_BYTES = 512 * 1024 * 1024;

/** An artifact may be larger than a blob that is held in memory anywhere: it only ever streams. A row of whole images is smaller. */
export const MAX_ARTIFACT_BYTES = 64 * 1024 ** 3;

/** A side that hears nothing for this many heartbeats drops the link. */
export const MISSED_BEATS = 3;
