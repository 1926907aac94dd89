import { gunzipSync, gzipSync } from 'node:zlib';
import type { CatalogResource } from '@rolecall/protocol';
import type { Prior } from '@rolecall/resources';
import { contentHash } from '@rolecall/resources/path-prior';
import type { Place } from '../ledger/ledger.ts';

/** What stood where a resource was written for the first time within a run. */
export interface PriorRecord {
  /** As it was declared then: its parameters hold markers, no secrets. */
  readonly resource: CatalogResource;
  readonly place: Place;
  /** Whether there was something. */
  readonly there: boolean;
  /** Whether that was this instance's alone. */
  readonly made: boolean;
  /** Nothing where the kind cannot say, and so cannot be undone. */
  readonly prior: Prior | null;
}

/** So much JSON goes into one page, and one more record. */
const PAGE_CHARACTERS = 1024 * 1024;

/** Records as bytes: pages of JSON, compressed. Every page is sealed by itself, which costs more than most records are long. */
export function packRecords(records: readonly PriorRecord[]): readonly Buffer[] {
  const pages: string[][] = [];
  let room = 0;
  for (const text of records.map((record) => JSON.stringify(record))) {
    const page = room > 0 ? pages.at(-1) : undefined;
    if (page === undefined) room = PAGE_CHARACTERS;
    if (page === undefined) pages.push([text]);
    else page.push(text);
    room -= text.length;
  }
  return pages.map((page) => gzipSync(`[${page.join(',')}]`, { level: 1 }));
}

/** A record holds at most some files of 8 MiB in base64. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Former agents wrote pages of one record, without brackets. */
export function unpackRecords(bytes: Uint8Array): readonly PriorRecord[] {
  const page: PriorRecord | readonly PriorRecord[] = JSON.parse(
    gunzipSync(bytes, { maxOutputLength: MAX_BYTES }).toString('utf8'),
  );
  return Array.isArray(page) ? page : [page as PriorRecord];
}

/** The record without the contents of its files: only their sizes and hashes are left. */
export function withoutContents(record: PriorRecord): PriorRecord {
  const paths = record.prior?.paths;
  if (paths === undefined) return record;
  const bare = Object.entries(paths).map(([path, was]) => {
    if (was?.type !== 'file' || !was.content.kept) return [path, was];
    const bytes = Buffer.from(was.content.base64, 'base64');
    return [path, { ...was, content: { kept: false, bytes: bytes.length, sha256: contentHash(was.content) } }];
  });
  return { ...record, prior: { ...record.prior, paths: Object.fromEntries(bare) } };
}
