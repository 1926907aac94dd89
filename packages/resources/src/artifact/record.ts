/** What an installed artifact's folder holds about itself: written before the folder takes its place. */
export interface ArtifactRecord {
  readonly sha256: string;
  /** When it was unpacked: ISO 8601, UTC. */
  readonly at: string;
  /** Its files and links, the first `MAX_RECORDED` of them. */
  readonly entries: readonly string[];
}

/** Name of the record, in the folder of a version. No archive may bring a file of this name. */
export const ARTIFACT_RECORD = '.rolecall-artifact';
/** Names of what is on its way, beside the versions. */
export const ARTIFACT_PREFIX = '.rolecall-';
/** So many entries are looked for at every check: enough for what people pack, little enough to stay quick. */
export const MAX_RECORDED = 1_000;
