/** Why the hub ends a link: codes in the range that RFC 6455 leaves to applications, shaped after HTTP's. */
export const CLOSE = {
  /** Unknown, malformed, oversize or out of turn. */
  notUnderstood: 4400,
  /** It spoke of what is not its own, or its certificate is no longer good. */
  notAllowed: 4403,
  noCommonRevision: 4406,
  tooLate: 4408,
  /** A report is missing before this one: the agent starts again from the last that is stored. */
  gap: 4409,
  /** The same host has linked again. */
  replaced: 4410,
  readsTooSlowly: 4429,
  /** Ours to mend: nothing was stored, the agent sends it again. */
  notStored: 4500,
  goingAway: 1001,
} as const;

export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];
