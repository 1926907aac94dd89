/** What went wrong, as a word a program can test for. */
export type ArtifactErrorCode = 'unknown-artifact' | 'needs-program' | 'wrong-checksum' | 'not-made';

/** The one error of artifacts: a sentence for people, and a code. */
export class ArtifactError extends Error {
  readonly code: ArtifactErrorCode;

  constructor(code: ArtifactErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'ArtifactError';
    this.code = code;
  }
}
