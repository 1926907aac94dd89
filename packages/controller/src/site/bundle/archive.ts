import { MAX_BLOB_BYTES } from '@rolecall/protocol';
import { z } from 'zod';
import { ControllerError } from '../../error.ts';

/** A name inside an archive: no leading slash, no `..`, nothing that leads out of the folder it is unpacked into. */
const name = z.string().regex(/^(?!\.)[A-Za-z0-9._-]+(\/(?!\.)[A-Za-z0-9._-]+){0,3}$/);

/** A site with its roles and files, as one document that is addressed by its hash. */
const Archive = z.strictObject({
  schema: z.literal('rolecall/bundle/1'),
  /** The module that is started. */
  entry: name,
  /** Content as base64, by name. */
  files: z.record(name, z.base64()),
  /** The source map of `entry`: kept for the controller, not shown to the site. */
  map: z.string(),
  /** The site's own file, as a person named it. */
  site: z.string().max(4096),
});
export type Archive = z.infer<typeof Archive>;

/** Throws `bad_bundle` for anything that `encodeArchive` did not write. */
export function decodeArchive(content: Uint8Array): Archive {
  if (content.byteLength > MAX_BLOB_BYTES) throw new ControllerError('bad_bundle', 'the bundle is too large');
  try {
    return Archive.parse(JSON.parse(Buffer.from(content).toString('utf8')));
  } catch (cause) {
    throw new ControllerError('bad_bundle', 'this blob is not a bundle of a site', { cause });
  }
}
