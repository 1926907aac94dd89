import { closeSync, fstatSync, fsync, lstatSync, type Stats, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Completed, FileWrite, PlacedFile } from '@rolecall/resources';
import { ResourceError } from '@rolecall/resources/error';
import type { Accounts } from '../accounts.ts';
import { type Attributes, applyTo, carryOver, manyNames } from './attributes.ts';
import { explained } from './failure.ts';
import type { HeldFolders } from './held-folders.ts';
import { openRegular } from './look.ts';
import { isFixed, joined, type OpenFolder } from './path.ts';
import { createTemporary, removeQuietly, temporaryName } from './temporary.ts';
import { isOwn } from './trust.ts';

/** Runs the program that judges a new file before it takes the old one's place. */
export type Validate = (argv: readonly string[]) => Promise<Completed>;

/** A file that is written under another name. */
export interface Pending {
  readonly folder: OpenFolder;
  readonly name: string;
  readonly temporary: string;
  readonly file: FileWrite;
  /** Open until it is synced. */
  fd: number | undefined;
  isPlaced: boolean;
}

const sync = promisify(fsync);

/** Writes a file beside its place, with all that it will have there; not yet on disk. Leaves nothing where it fails. */
export async function begin({ path, file }: PlacedFile, folders: HeldFolders, accounts: Accounts): Promise<Pending> {
  const [owner, group] = await Promise.all([accounts.user(file.owner), accounts.group(file.group)]);
  const wanted: Attributes = { uid: owner.uid, gid: group.gid, mode: file.mode };
  const [folder, name] = await folders.of(path, { uid: owner.uid, gid: group.gid, primaryGid: owner.gid });
  refuseOdd(lstatSync(folder.entry(name), { throwIfNoEntry: false }), joined(folder.path, name));
  const pending: Pending = { folder, name, temporary: temporaryName(name), file, fd: undefined, isPlaced: false };
  folders.temporaries.add(pending.temporary);
  try {
    const fd = createTemporary(folder, pending.temporary);
    pending.fd = fd;
    writeFileSync(fd, file.content);
    await keepAttributes(folder, name, fd, wanted);
    applyTo(fd, wanted);
    return pending;
  } catch (thrown) {
    discard(pending);
    throw explained(thrown, 'Writing', joined(folder.path, name), folder.path);
  }
}

/** All on disk when this resolves, and no longer open: a program that is put in place could not be started otherwise. */
export async function syncAndClose(pending: readonly Pending[]): Promise<void> {
  const synced = await Promise.allSettled(pending.map(({ fd }) => (fd === undefined ? undefined : sync(fd))));
  for (const one of pending) close(one);
  for (const [i, { folder, name }] of pending.entries()) {
    const how = synced[i];
    if (how?.status === 'rejected') throw explained(how.reason, 'Writing', joined(folder.path, name), folder.path);
  }
}

/** Removes what did not take its place. */
export function discard(pending: Pending): void {
  close(pending);
  if (!pending.isPlaced) removeQuietly(pending.folder.entry(pending.temporary));
}

function close(pending: Pending): void {
  if (pending.fd !== undefined) closeSync(pending.fd);
  pending.fd = undefined;
}

/** What the old file's owner put there is kept only where that owner is trusted with the new content anyway. */
async function keepAttributes(folder: OpenFolder, name: string, fd: number, wanted: Attributes): Promise<void> {
  const path = joined(folder.path, name);
  if (lstatSync(folder.entry(name), { throwIfNoEntry: false }) === undefined) return;
  const old = openRegular(folder.entry(name), path);
  try {
    const { uid } = fstatSync(old);
    const isSafe = isFixed(folder) || uid === wanted.uid || isOwn(uid);
    if (isSafe) await carryOver(old, fd, path);
  } finally {
    closeSync(old);
  }
}

export function refuseOdd(found: Stats | undefined, path: string): void {
  if (found === undefined) return;
  if (!found.isFile()) {
    throw new ResourceError('not_a_file', `${path} exists and is ${kindOf(found)}; it is left as it is`, {
      hint: 'Remove it, or declare the file under another path.',
    });
  }
  if (found.nlink > 1) throw manyNames(path, found.nlink);
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a directory';
  return found.isSymbolicLink() ? 'a link' : 'neither a file nor a directory';
}

export async function refuseInvalid(
  temporary: string,
  path: string,
  words: readonly string[] | undefined,
  validate: Validate,
): Promise<void> {
  if (words === undefined) return;
  const { exitCode, signal, timedOut, stdout, stderr } = await validate(words.map((w) => (w === '{}' ? temporary : w)));
  if (exitCode === 0) return;
  const how = timedOut ? 'did not end in time' : `ended with ${exitCode ?? signal}`;
  throw new ResourceError('invalid_content', `The new content of ${path} was refused: ${words[0]} ${how}`, {
    command: words.join(' '),
    lastLines: `${stdout}\n${stderr}`.trim().replaceAll(temporary, path).split('\n').slice(-20),
    hint: 'The file is unchanged.',
  });
}
