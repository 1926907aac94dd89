import { closeSync, fsync, lstatSync, mkdirSync } from 'node:fs';
import { promisify } from 'node:util';
import type { PlacedDirectory } from '@rolecall/resources';
import { ResourceError } from '@rolecall/resources/error';
import { codeOf } from '../../error.ts';
import type { Accounts } from '../accounts.ts';
import { openChanged } from './attributes.ts';
import { explained } from './failure.ts';
import { HeldFolders } from './held-folders.ts';
import { joined, type OpenFolder } from './path.ts';

const sync = promisify(fsync);

/** So many are held open at once. */
const AT_ONCE = 64;

/**
 * Makes folders in their order, up to the first that cannot be made; one that is there gets its owner, group and mode. All are on disk when
 * this resolves, and so are those before the first that fails: they are synced at once.
 */
export async function makeFolders(wanted: readonly PlacedDirectory[], accounts: Accounts): Promise<void> {
  for (let start = 0; start < wanted.length; start += AT_ONCE) {
    await makeGroup(wanted.slice(start, start + AT_ONCE), accounts);
  }
}

async function makeGroup(wanted: readonly PlacedDirectory[], accounts: Accounts): Promise<void> {
  using folders = new HeldFolders([], accounts);
  const made: number[] = [];
  try {
    for (const one of wanted) made.push(await make(one, folders, accounts));
  } finally {
    const synced = await Promise.allSettled([...made.map((fd) => sync(fd)), folders.sync()]);
    for (const fd of made) closeSync(fd);
    const failed = synced.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') refuse(failed.reason, wanted[0]?.path ?? '/');
  }
}

function refuse(reason: unknown, path: string): never {
  throw explained(reason, 'Changing', path, path);
}

async function make(
  { path, owner, group, mode }: PlacedDirectory,
  folders: HeldFolders,
  accounts: Accounts,
): Promise<number> {
  const [user, { gid }] = await Promise.all([accounts.user(owner), accounts.group(group)]);
  const [folder, name] = await folders.of(path, { uid: user.uid, gid, primaryGid: user.gid });
  try {
    folders.noteChanged(folder);
    makeEntry(folder, name);
    return openChanged(folder, name, { uid: user.uid, gid, mode });
  } catch (thrown) {
    throw explained(thrown, 'Changing', joined(folder.path, name), folder.path);
  }
}

/** Makes a folder that only its owner can enter; one that is there stays. */
function makeEntry(folder: OpenFolder, name: string): void {
  try {
    mkdirSync(folder.entry(name), 0o700);
  } catch (thrown) {
    const found = lstatSync(folder.entry(name), { throwIfNoEntry: false });
    if (codeOf(thrown) === 'EEXIST' && found?.isDirectory() === true) return;
    if (codeOf(thrown) !== 'EEXIST') throw thrown;
    throw new ResourceError('not_a_folder', `${joined(folder.path, name)} exists and is not a directory`);
  }
}
