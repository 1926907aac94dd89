import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { Answer } from '@rolecall/protocol';
import { type AskOf, absent, cut, MAX_TEXT_BYTES, unknown, value } from './answers.ts';

/** Size, permission bits and the beginning of a regular file. Links are followed; devices and pipes are not read. */
export async function answerFile({ path }: AskOf<'file'>, hide: readonly string[]): Promise<Answer> {
  if (!isAbsolute(path)) return unknown(`${path} is not an absolute path`);
  try {
    // A pipe without a writer would otherwise hold the opening up for ever.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const { mode, size } = await file.stat();
    if ((mode & constants.S_IFMT) !== constants.S_IFREG) return unknown(`${path} is not a regular file`);
    return value({ size, mode: mode & 0o7777, content: cut(await readStart(file), hide) });
  } catch (error) {
    return notRead(path, error as NodeJS.ErrnoException);
  }
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
