/** Every bound of the wire, in one place; both ends hold them. */

/** No frame is larger. Larger things are blobs, fetched by hash. */
export const MAX_FRAME_BYTES = 256 * 1024;

/** Nesting of JSON that is still parsed: found by a scan before the parser sees the text. */
export const MAX_JSON_DEPTH = 32;

/** The revision of the messages that this release speaks, and the oldest that it still understands. */
export const REVISION = { min: 1, max: 1 } as const;

/** A blob larger than this is refused: it is bigger than any runtime or bundle that we serve. */
export const MAX_BLOB_BYTES = 512 * 1024 * 1024;

/** An artifact may be larger than a blob that is held in memory anywhere: it only ever streams. A row of whole images is smaller. */
export const MAX_ARTIFACT_BYTES = 64 * 1024 ** 3;

/** A side that hears nothing for this many heartbeats drops the link. */
export const MISSED_BEATS = 3;
