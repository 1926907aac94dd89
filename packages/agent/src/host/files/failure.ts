import { statfsSync } from 'node:fs';
import { ResourceError } from '@rolecall/resources/error';
import { codeOf, messageOf } from '../../error.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** What a system error means for a person; an error that is one already stays as it is. */
export function explained(thrown: unknown, doing: string, path: string, folder: string): Error {
  if (thrown instanceof ResourceError) return thrown;
  const code = codeOf(thrown);
  if (code !== undefined && FULL.has(code)) return diskFull(path, folder, thrown);
  if (code === 'EROFS') {
    return new ResourceError('read_only', `${path} is on a file system that is mounted read-only`, { cause: thrown });
  }
  return new ResourceError('file_failed', `${doing} ${path} failed: ${messageOf(thrown)}`, { cause: thrown });
}

function diskFull(path: string, folder: string, cause: unknown): ResourceError {
  const because = codeOf(cause) === 'EDQUOT' ? 'the disk quota is used up' : 'no space is left on its disk';
  return new ResourceError('disk_full', `${path} could not be written: ${because}; what was there is unchanged`, {
    hint: `${freeSpace(folder)} Make room there and apply again.`,
    cause,
  });
}

function freeSpace(folder: string): string {
  try {
    const { bavail, bsize, blocks, ffree } = statfsSync(folder);
    const mebibytes = (count: number): string => `${((count * bsize) / 2 ** 20).toFixed(1)} MiB`;
    return `The disk of ${folder} has ${mebibytes(bavail)} of ${mebibytes(blocks)} free, and ${ffree} free inodes.`;
  } catch {
    return `The disk of ${folder} does not say how much is free.`;
  }
}
