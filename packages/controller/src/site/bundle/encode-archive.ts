import type { Archive } from './archive.ts';

/** The archive as bytes, always the same for the same files. By itself, so that bundling a site loads no schemas. */
export function encodeArchive(archive: Archive): Uint8Array {
  const files = Object.fromEntries(Object.entries(archive.files).sort(([a], [b]) => (a < b ? -1 : 1)));
  const { schema, entry, map, site } = archive;
  return Buffer.from(JSON.stringify({ schema, entry, files, map, site }));
}
