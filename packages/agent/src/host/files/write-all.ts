import { lstatSync, renameSync } from 'node:fs';
import type { PlacedFile } from '@rolecall/resources';
import type { Accounts } from '../accounts.ts';
import { explained } from './failure.ts';
import { HeldFolders } from './held-folders.ts';
import { joined } from './path.ts';
import { begin, discard, type Pending, refuseInvalid, refuseOdd, syncAndClose, type Validate } from './pending.ts';

/** So many are written beside at once: as many folders may be held open, and stay behind where the machine loses power. */
const AT_ONCE = 64;

/**
 * Puts whole files in place, in their order and up to the first that fails: under other names first, synced, then renamed, and their folders
 * synced. A crash leaves of each the old or the new one, never a part; a full disk leaves the old one. No link is followed, and no other name
 * of a file is changed. Many are synced at once, which a disk does in little more time than one.
 */
export async function writeAll(files: readonly PlacedFile[], accounts: Accounts, validate: Validate): Promise<void> {
  for (const group of groupsOf(files)) await writeGroup(group, accounts, validate);
}

/** What is judged before it takes its place goes by itself: the program may look at those before it, and they must be there. */
function groupsOf(files: readonly PlacedFile[]): readonly (readonly PlacedFile[])[] {
  const groups: PlacedFile[][] = [];
  let isOpen = false;
  for (const one of files) {
    const isAlone = one.file.validate !== undefined;
    const last = groups.at(-1);
    if (last === undefined || !isOpen || isAlone || last.length >= AT_ONCE) groups.push([one]);
    else last.push(one);
    isOpen = !isAlone;
  }
  return groups;
}

async function writeGroup(files: readonly PlacedFile[], accounts: Accounts, validate: Validate): Promise<void> {
  using folders = new HeldFolders(
    files.map(({ path }) => path),
    accounts,
  );
  const pending: Pending[] = [];
  const errors: unknown[] = [];
  try {
    await attempt(errors, async () => {
      for (const one of files) pending.push(await begin(one, folders, accounts));
    });
    await syncAndClose(pending);
    await attempt(errors, async () => {
      for (const one of pending) await place(one, folders, validate);
    });
  } finally {
    for (const one of pending) discard(one);
  }
  await folders.sync();
  // The earlier file's: what could not be put in place comes before what was not begun.
  if (errors.length > 0) throw errors.at(-1);
}

async function attempt(errors: unknown[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    errors.push(thrown);
  }
}

async function place(pending: Pending, folders: HeldFolders, validate: Validate): Promise<void> {
  const { folder, name, temporary, file } = pending;
  const path = joined(folder.path, name);
  try {
    await refuseInvalid(joined(folder.path, temporary), path, file.validate, validate);
    refuseOdd(lstatSync(folder.entry(name), { throwIfNoEntry: false }), path);
    renameSync(folder.entry(temporary), folder.entry(name));
  } catch (thrown) {
    throw explained(thrown, 'Writing', path, folder.path);
  }
  pending.isPlaced = true;
  folders.noteChanged(folder);
}
