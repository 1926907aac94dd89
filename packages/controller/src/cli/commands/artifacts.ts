import { createHash } from 'node:crypto';
import { createReadStream, type Stats, statSync } from 'node:fs';
import type { Sha256 } from '@rolecall/protocol';
import { MAX_BLOB_BYTES } from '@rolecall/protocol/limits';
import { ControllerError } from '../../error.ts';
import type { Define } from '../commands.ts';
import { openClient } from '../open.ts';
import { table } from '../views/table.ts';

/** `controller artifacts add FILE…`: a site then names them by the checksums that are printed. */
export const define: Define = (command, context) => {
  command
    .command('add <file...>')
    .description('store files; hosts may fetch those that an artifact of theirs names by its checksum')
    .action(async (files: readonly string[]) => {
      const client = openClient(context);
      const rows: string[][] = [];
      for (const path of files) {
        const { size } = fileAt(path);
        const hash = await checksumOf(path);
        const missing = await client.call('blobs.missing', { hashes: [hash] });
        if (missing.length > 0) await client.putBlob(hash, { path, size });
        rows.push([hash, path]);
      }
      context.stdout.write(table(['SHA256', 'FILE'], rows));
    });
};

function fileAt(path: string): Stats {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true || found.size === 0) {
    throw new ControllerError('usage', `${path} is no file, or an empty one`);
  }
  if (found.size <= MAX_BLOB_BYTES) return found;
  throw new ControllerError(
    'too_large',
    `${path} has ${found.size} bytes; the controller stores up to ${MAX_BLOB_BYTES}`,
    {
      hint: 'serve it by a web server, and give the artifact its `url`',
    },
  );
}

async function checksumOf(path: string): Promise<Sha256> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex') as Sha256;
}
