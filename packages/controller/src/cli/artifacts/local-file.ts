import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import type { Sha256 } from '@rolecall/protocol';
import { MAX_ARTIFACT_BYTES } from '@rolecall/protocol/limits';
import { ControllerError } from '../../error.ts';

/** A file that is to become an artifact. */
export interface LocalFile {
  readonly path: string;
  /** Where it begins, for one that is a part of a larger file. */
  readonly start?: number;
  /** Bytes. */
  readonly size: number;
  readonly sha256: Sha256;
}

/**
 * Reads a file once, to know what it is.
 * @throws ControllerError `usage` or `too_large`, and `wrong_hash` where it should be another
 */
export async function localFile(path: string, wanted: string | undefined): Promise<LocalFile> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true || found.size === 0) {
    throw new ControllerError('usage', `${path} is no file, or an empty one`);
  }
  if (found.size > MAX_ARTIFACT_BYTES) {
    const message = `${path} has ${found.size} bytes; the controller stores up to ${MAX_ARTIFACT_BYTES}`;
    throw new ControllerError('too_large', message, {
      hint: 'serve it by a web server, and give the artifact its `url`',
    });
  }
  const sha256 = await checksumOf(path);
  if (wanted === undefined || wanted === sha256) return { path, size: found.size, sha256 };
  throw new ControllerError('wrong_hash', `${path} has the checksum ${sha256}, not ${wanted}`, {
    hint: 'nothing was stored: find out who changed it',
  });
}

async function checksumOf(path: string): Promise<Sha256> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex') as Sha256;
}
