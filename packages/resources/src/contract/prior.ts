import type { Json } from '@rolecall/protocol';
import type { Entry } from './host.ts';

/**
 * What stood there before a resource was written, as plain JSON: what `capture` looked at, and what `restore` brings back. Both
 * parts are compared property by property and shown to people, so a kind names them in the words of its `read`.
 */
export interface Prior {
  /** Entries of the file system, by path; `null` where there was nothing. */
  readonly paths?: Readonly<Record<string, PathPrior | null>>;
  /** Whatever is not a file: a package's version, whether a service ran; `null` where there was nothing. */
  readonly state?: Readonly<Record<string, Json>>;
}

type Ownership = Pick<Entry, 'owner' | 'group' | 'mode'>;

/** One entry of the file system, with all that brings it back. */
export type PathPrior =
  | ({ readonly type: 'file'; readonly content: FileContent } & Ownership)
  | ({ readonly type: 'directory' } & Ownership)
  | { readonly type: 'link'; readonly target: string }
  /** A device, socket or pipe: it is remembered that it was there, and it cannot be brought back. */
  | { readonly type: 'other' };

/** A file's bytes in base64; of one that is too large to be kept, its size and hash. */
export type FileContent =
  | { readonly kept: true; readonly base64: string }
  | { readonly kept: false; readonly bytes: number; readonly sha256: string | null };
