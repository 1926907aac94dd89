import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Entry, FileGuard } from '@rolecall/resources';
import { ResourceError } from '@rolecall/resources/error';
import { codeOf, messageOf } from '../../error.ts';
import type { Accounts } from '../accounts.ts';
import { manyNames } from './attributes.ts';
import { inFolder, isFixed, type OpenFolder } from './path.ts';

/** Larger files are not configuration, and would not fit into a diff, a catalog or this process. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Reading changes nothing, so whoever owns the folders; only links of others are not followed. */
export const anyFolder = async (): Promise<void> => {};

/** What lies at a path; nothing where there is nothing. */
export async function lookAt(path: string, accounts: Accounts): Promise<Entry | undefined> {
  const found = path === '/' ? lstatSync('/') : undefined;
  if (found !== undefined) return describe(found, undefined, accounts);
  try {
    return await inFolder(path, anyFolder, (folder, name) => {
      const stats = lstatSync(folder.entry(name), { throwIfNoEntry: false });
      if (stats === undefined) return undefined;
      return describe(stats, stats.isSymbolicLink() ? targetOf(folder.entry(name), path) : undefined, accounts);
    });
  } catch (thrown) {
    // A file where a folder should be: then nothing can lie below it.
    if (codeOf(thrown) === 'not_a_folder') return undefined;
    throw thrown;
  }
}

function targetOf(entry: string, path: string): string {
  try {
    return readlinkSync(entry);
  } catch (cause) {
    throw swapped(path, cause);
  }
}

const swapped = (path: string, cause?: unknown): ResourceError =>
  new ResourceError('unreadable', `${path} was changed by somebody while it was looked at`, { cause });

async function describe(stats: Stats, target: string | undefined, accounts: Accounts): Promise<Entry> {
  const [owner, group] = await Promise.all([accounts.userName(stats.uid), accounts.groupName(stats.gid)]);
  const entry = { type: typeOf(stats), mode: stats.mode & 0o7777, owner, group, size: stats.size };
  return target === undefined ? entry : { ...entry, target };
}

export function typeOf(stats: Stats): Entry['type'] {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  return stats.isSymbolicLink() ? 'link' : 'other';
}

/** More names than this are no folder that anybody configures. */
const MAX_NAMES = 100_000;

/** Names in a folder, sorted; none where there is no folder. A link to one is not followed. */
export async function listFolder(path: string): Promise<readonly string[]> {
  const names = await inFolder(path, anyFolder, (folder, name) => {
    const found = lstatSync(folder.entry(name), { throwIfNoEntry: false });
    return found?.isDirectory() === true ? namesIn(folder.entry(name)) : [];
  });
  if ((names?.length ?? 0) <= MAX_NAMES) return names ?? [];
  throw new ResourceError('folder_too_large', `${path} holds more than ${MAX_NAMES} entries`);
}

function namesIn(entry: string): readonly string[] {
  const fd = openSync(entry, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    return readdirSync(`/proc/self/fd/${fd}`).sort();
  } finally {
    closeSync(fd);
  }
}

/** The content of a regular file, at most `MAX_FILE_BYTES`. A pipe or a device is never waited for. */
export async function readRegular(path: string, accounts: Accounts, only?: FileGuard): Promise<Uint8Array> {
  const uid = only?.owner === undefined ? undefined : (await accounts.user(only.owner)).uid;
  const content = await inFolder(path, anyFolder, (folder, name) =>
    readHeld(openRegular(folder.entry(name), path), path, (found) => {
      if (only !== undefined) refuseForeignFile(found, folder, uid, path, only);
    }),
  );
  if (content === undefined) throw missing(path);
  return content;
}

/** Judged on the file that is open, so that no name can be swapped before it is read. */
function refuseForeignFile(
  { nlink, uid, mode }: Stats,
  folder: OpenFolder,
  owner: number | undefined,
  path: string,
  only: FileGuard,
): void {
  if (only.sole === true && nlink > 1) throw manyNames(path, nlink);
  if (only.mode !== undefined && only.mode !== (mode & 0o7777)) throw swapped(path);
  if (owner === undefined || owner === uid || isFixed(folder)) return;
  throw new ResourceError('not_its_own', `${path} belongs to the user with the number ${uid}, so it is left as it is`, {
    hint: 'Look at who put it there; give it to its user, or move it away.',
  });
}

async function readHeld(fd: number, path: string, check: (found: Stats) => void): Promise<Uint8Array> {
  try {
    const found = fstatSync(fd);
    check(found);
    const { size } = found;
    if (size > MAX_FILE_BYTES) {
      throw new ResourceError('file_too_large', `${path} has ${size} bytes; at most ${MAX_FILE_BYTES} are read`);
    }
    return await readFile(`/proc/self/fd/${fd}`);
  } finally {
    closeSync(fd);
  }
}

/** A descriptor of a regular file, opened for reading and not through a link. */
export function openRegular(entry: string, path: string): number {
  const fd = openNoFollow(entry, path);
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  throw new ResourceError('not_a_file', `${path} is not a regular file`);
}

function openNoFollow(entry: string, path: string): number {
  try {
    return openSync(entry, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') throw missing(path);
    if (codeOf(cause) === 'ELOOP') throw new ResourceError('not_a_file', `${path} is a link, not a regular file`);
    throw new ResourceError('unreadable', `${path} cannot be read: ${messageOf(cause)}`, { cause });
  }
}

const missing = (path: string): ResourceError => new ResourceError('no_file', `${path} does not exist`);
