import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { Answer } from '@rolecall/protocol';
import { Accounts } from '../host/accounts.ts';
import { type AskOf, absent, cut, MAX_TEXT_BYTES, unknown, value } from './answers.ts';

/** In base64 it is as long as the value of a secret may be, as which the controller keeps it. */
const MAX_WHOLE_BYTES = 24 * 1024;

/** Size, permission bits and the beginning of a regular file. Links are followed; devices and pipes are not read. */
export async function answerFile({ path, as }: AskOf<'file'>, hide: readonly string[]): Promise<Answer> {
  if (!isAbsolute(path)) return unknown(`${path} is not an absolute path`);
  try {
    // A pipe without a writer would otherwise hold the opening up for ever.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await file.stat();
    const { mode, size } = stats;
    if ((mode & constants.S_IFMT) !== constants.S_IFREG) return unknown(`${path} is not a regular file`);
    const start = await readStart(file);
    if (as !== undefined) return answerWhole(path, stats, start, as);
    return value({ size, mode: mode & 0o7777, content: cut(start, hide) });
  } catch (error) {
    return notRead(path, error as NodeJS.ErrnoException);
  }
}

/** A file as it can be put back, or known again. */
async function answerWhole(
  path: string,
  { mode, uid, gid }: Stats,
  bytes: Buffer,
  as: 'digest' | 'bytes',
): Promise<Answer> {
  const { length } = bytes;
  if (length > MAX_WHOLE_BYTES) return unknown(`${path} has more than ${MAX_WHOLE_BYTES} bytes`);
  const accounts = new Accounts();
  return value({
    size: length,
    mode: mode & 0o7777,
    owner: await accounts.userName(uid),
    group: await accounts.groupName(gid),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ...(as === 'bytes' ? { base64: bytes.toString('base64') } : {}),
  });
}

/** One byte more than an answer may have, so that `cut` sees that there is more. Files of /proc say that their size is 0. */
async function readStart(file: FileHandle): Promise<Buffer> {
  const buffer = Buffer.alloc(MAX_TEXT_BYTES + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

function notRead(path: string, error: NodeJS.ErrnoException): Answer {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return absent(`there is no ${path}`);
  return unknown(`${path} cannot be read: ${error.message}`);
}
