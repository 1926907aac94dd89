import { fsyncSync, lstatSync, renameSync, rmdirSync, symlinkSync, unlinkSync } from 'node:fs';
import { ResourceError } from '@rolecall/resources/error';
import { codeOf } from '../../error.ts';
import type { Accounts } from '../accounts.ts';
import { setInPlace } from './attributes.ts';
import { explained } from './failure.ts';
import { inExistingFolder, inFolder, joined, type OpenFolder } from './path.ts';
import { removeQuietly, temporaryName } from './temporary.ts';
import { refuseForeign, refuseMoved } from './trust.ts';

export interface Ownership {
  readonly owner: string;
  readonly group: string;
  readonly mode: number;
}

/** Links and removals only touch the entry itself, so it does not matter who else may write to the folder. */
const anyFolder = async (): Promise<void> => {};

/** Owner, group and mode of a file or folder that exists. */
export async function setAttributes(
  path: string,
  { owner, group, mode }: Ownership,
  accounts: Accounts,
): Promise<void> {
  const [user, { gid }] = await Promise.all([accounts.user(owner), accounts.group(group)]);
  const trusted = { uid: user.uid, gid, primaryGid: user.gid };
  await inExistingFolder(
    path,
    (folder, at) => refuseForeign(folder, at, accounts, trusted),
    async (folder, name) => changing(folder, name, () => setInPlace(folder, name, { uid: user.uid, gid, mode })),
  );
}

/** Makes a link, or lets one that exists point elsewhere, in one step. */
export async function makeLink(path: string, target: string): Promise<void> {
  await inExistingFolder(path, anyFolder, async (folder, name) => {
    const found = lstatSync(folder.entry(name), { throwIfNoEntry: false });
    if (found !== undefined && !found.isSymbolicLink()) {
      throw new ResourceError(
        'not_a_link',
        `${joined(folder.path, name)} exists and is not a link; it is left as it is`,
      );
    }
    changing(folder, name, () => placeLink(folder, name, target));
  });
}

function placeLink(folder: OpenFolder, name: string, target: string): void {
  const temporary = temporaryName(name);
  symlinkSync(target, folder.entry(temporary));
  try {
    renameSync(folder.entry(temporary), folder.entry(name));
  } catch (thrown) {
    removeQuietly(folder.entry(temporary));
    throw thrown;
  }
}

/** Removes a file, a link or an empty folder; what is not there needs no removal. */
export async function removeEntry(path: string): Promise<void> {
  await inFolder(path, anyFolder, (folder, name) => {
    const found = lstatSync(folder.entry(name), { throwIfNoEntry: false });
    if (found === undefined) return;
    changing(folder, name, () => (found.isDirectory() ? removeFolder(folder, name) : unlinkSync(folder.entry(name))));
  });
}

function removeFolder(folder: OpenFolder, name: string): void {
  try {
    rmdirSync(folder.entry(name));
  } catch (cause) {
    if (codeOf(cause) !== 'ENOTEMPTY' && codeOf(cause) !== 'EEXIST') throw cause;
    throw new ResourceError('not_empty', `The directory ${joined(folder.path, name)} is not empty, so it stays`, {
      cause,
    });
  }
}

/** Changes an entry and syncs its folder. */
function changing(folder: OpenFolder, name: string, change: () => void): void {
  refuseMoved(folder);
  try {
    change();
    fsyncSync(folder.fd);
  } catch (thrown) {
    throw explained(thrown, 'Changing', joined(folder.path, name), folder.path);
  }
}
