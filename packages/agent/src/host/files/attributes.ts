import { spawn } from 'node:child_process';
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
} from 'node:fs';
import { ResourceError } from '@rolecall/resources/error';
import { codeOf } from '../../error.ts';
import { isFixed, joined, type OpenFolder } from './path.ts';
import { isOwn, isSticky } from './trust.ts';

export interface Attributes {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** Owner first: changing it clears the set-user bits, which the mode then gives back. */
export function applyTo(fd: number, { uid, gid, mode }: Attributes): void {
  fchownSync(fd, uid, gid);
  fchmodSync(fd, mode);
}

/**
 * Gives a new file what the old one had beyond owner and mode: access control lists and extended attributes. Node cannot read
 * them; `cp` does (2 ms), on descriptors, so that no name can be swapped in between.
 */
export async function carryOver(oldFd: number, newFd: number, path: string): Promise<void> {
  const argv = ['--attributes-only', '--preserve=mode,ownership,xattr', '/proc/self/fd/3', '/proc/self/fd/4'];
  const child = spawn('cp', argv, { stdio: ['ignore', 'ignore', 'pipe', oldFd, newFd], env: { LC_ALL: 'C.UTF-8' } });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4096);
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (exitCode === 0) return;
  throw new ResourceError('attributes_failed', `The access control list and attributes of ${path} could not be kept`, {
    command: 'cp --attributes-only',
    lastLines: said.trim().split('\n').slice(-5),
  });
}

/** Changes owner and mode of a file or folder in place; a link is never followed. */
export function setInPlace(folder: OpenFolder, name: string, wanted: Attributes): void {
  const fd = openChanged(folder, name, wanted);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** As `setInPlace`, but not synced: what is open afterwards is the caller's to sync and to close. */
export function openChanged(folder: OpenFolder, name: string, wanted: Attributes): number {
  const path = joined(folder.path, name);
  const fd = openEntry(folder.entry(name), path);
  try {
    refuseShared(fd, path, folder, wanted);
    const found = fstatSync(fd);
    if (found.uid !== wanted.uid || found.gid !== wanted.gid) fchownSync(fd, wanted.uid, wanted.gid);
    fchmodSync(fd, wanted.mode);
    return fd;
  } catch (thrown) {
    closeSync(fd);
    throw thrown;
  }
}

function openEntry(entry: string, path: string): number {
  try {
    return openSync(entry, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    if (codeOf(cause) !== 'ELOOP') throw cause;
    throw new ResourceError('not_a_file', `${path} is a link; owner and mode of what it points to are not changed`);
  }
}

/**
 * What belongs to another user than the one it is for is given to that one only where nobody but root can have put it there: whoever owns a
 * folder can rename what lies in it, a file of root's and a folder with all that is in it included.
 */
function refuseShared(fd: number, path: string, folder: OpenFolder, wanted: Attributes): void {
  const found = fstatSync(fd);
  if (!found.isDirectory() && !found.isFile()) {
    throw new ResourceError('not_a_file', `${path} is neither a file nor a folder`);
  }
  if (found.isFile() && found.nlink > 1) throw manyNames(path, found.nlink);
  if (found.uid === wanted.uid || isFixed(folder)) return;
  // A new folder of ours, or one that holds nothing that could be given away.
  if (found.isDirectory() && readdirSync(`/proc/self/fd/${fd}`).length === 0) return;
  // In a sticky folder of root's, a file of root's can only be a second name of one, which the kernel forbids by default.
  if (isOwn(folder.stats.uid) && isSticky(folder.stats) && areHardLinksProtected()) return;
  throw new ResourceError(
    'unsafe_folder',
    `${path} belongs to another user, and is not given away: others may write to its folder, and could have moved it there`,
    { hint: 'Look at what it is; change its owner by hand, or let root own its folder.' },
  );
}

export const manyNames = (path: string, count: number): ResourceError =>
  new ResourceError('many_names', `${path} has ${count} names (hard links), and the others would change with it`, {
    hint: 'Remove the other names, or the file itself, and apply again.',
  });

function areHardLinksProtected(): boolean {
  try {
    return readFileSync('/proc/sys/fs/protected_hardlinks', 'utf8').trim() === '1';
  } catch {
    return false;
  }
}
