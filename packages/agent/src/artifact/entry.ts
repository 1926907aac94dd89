/** One member of an archive, as any format says it; nothing in it was checked yet. */
export type ArchiveEntry =
  | { readonly type: 'file'; readonly name: string; readonly mode: number; readonly content: AsyncIterable<Uint8Array> }
  | { readonly type: 'directory'; readonly name: string; readonly mode: number }
  | { readonly type: 'link'; readonly name: string; readonly target: string }
  | { readonly type: 'hardLink'; readonly name: string; readonly target: string };

/** Members in their order. The content of one must be read before the next one is asked for. */
export type Entries = AsyncIterable<ArchiveEntry>;
