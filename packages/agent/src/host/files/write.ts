import { closeSync, fstatSync, fsyncSync, lstatSync, renameSync, type Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { Completed, FileWrite } from '@rolecall/resources';
import { ResourceError } from '@rolecall/resources/error';
import type { Accounts } from '../accounts.ts';
import { type Attributes, applyTo, carryOver, manyNames } from './attributes.ts';
import { explained } from './failure.ts';
import { openRegular } from './look.ts';
import { inExistingFolder, joined, type OpenFolder } from './path.ts';
import { createTemporary, removeQuietly, sweepTemporaries, temporaryName } from './temporary.ts';
import { isExclusive, isOwn, refuseForeign, type Trusted } from './trust.ts';

/** Runs the program that judges a new file before it takes the old one's place. */
export type Validate = (argv: readonly string[]) => Promise<Completed>;

/**
 * Puts a whole file in place: under another name first, synced, then renamed, and the folder synced. A crash leaves the old or the
 * new one, never a part; a full disk leaves the old one. No link is followed, and no other name of the file is changed.
 */
export async function writeWhole(path: string, file: FileWrite, accounts: Accounts, validate: Validate): Promise<void> {
  const [owner, group] = await Promise.all([accounts.user(file.owner), accounts.group(file.group)]);
  const wanted: Attributes = { uid: owner.uid, gid: group.gid, mode: file.mode };
  const trusted: Trusted = { uid: owner.uid, gid: group.gid, primaryGid: owner.gid };
  await inExistingFolder(
    path,
    (folder, at) => refuseForeign(folder, at, accounts, trusted),
    (folder, name) => replace(folder, name, file, wanted, validate),
  );
}

async function replace(
  folder: OpenFolder,
  name: string,
  file: FileWrite,
  wanted: Attributes,
  validate: Validate,
): Promise<void> {
  const path = joined(folder.path, name);
  refuseOdd(lstatSync(folder.entry(name), { throwIfNoEntry: false }), path);
  const temporary = temporaryName(name);
  try {
    sweepTemporaries(folder, name);
    await fill(folder, temporary, name, file, wanted);
    await refuseInvalid(joined(folder.path, temporary), path, file.validate, validate);
    refuseOdd(lstatSync(folder.entry(name), { throwIfNoEntry: false }), path);
    renameSync(folder.entry(temporary), folder.entry(name));
  } catch (thrown) {
    removeQuietly(folder.entry(temporary));
    throw explained(thrown, 'Writing', path, folder.path);
  }
  fsyncSync(folder.fd);
}

async function fill(
  folder: OpenFolder,
  temporary: string,
  name: string,
  file: FileWrite,
  wanted: Attributes,
): Promise<void> {
  const handle = await createTemporary(folder, temporary);
  try {
    await handle.writeFile(file.content);
    await keepAttributes(folder, name, handle, wanted);
    await applyTo(handle, wanted);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What the old file's owner put there is kept only where that owner is trusted with the new content anyway. */
async function keepAttributes(folder: OpenFolder, name: string, handle: FileHandle, wanted: Attributes): Promise<void> {
  const path = joined(folder.path, name);
  if (lstatSync(folder.entry(name), { throwIfNoEntry: false }) === undefined) return;
  const old = openRegular(folder.entry(name), path);
  try {
    const { uid } = fstatSync(old);
    const isSafe = isExclusive(fstatSync(folder.fd)) || uid === wanted.uid || isOwn(uid);
    if (isSafe) await carryOver(old, handle.fd, path);
  } finally {
    closeSync(old);
  }
}

function refuseOdd(found: Stats | undefined, path: string): void {
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

async function refuseInvalid(
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
