import { closeSync, constants, fstatSync, lstatSync, openSync, readlinkSync, type Stats } from 'node:fs';
import { ResourceError } from '@rolecall/resources/error';
import { codeOf } from '../../error.ts';
import { isExclusive, isOwn, moverOf } from './trust.ts';

/** As many links as the kernel itself follows on the way to a path. */
const MAX_LINKS = 40;

const FOLDER = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/** A folder that is held open: its entries are reached through the descriptor, whatever happens to its name meanwhile. */
export interface OpenFolder {
  readonly fd: number;
  /** Where it really is: with links of root's resolved. */
  readonly path: string;
  readonly stats: Stats;
  /** Who could put another folder at this path, since one on the way is theirs: a user's number; nothing where only root could. */
  readonly movableBy: number | undefined;
  /** Path of an entry, through the descriptor. */
  entry(name: string): string;
}

/** Called for every folder on the way, the last one included. */
export type Check = (folder: Stats, path: string) => Promise<void>;

/**
 * Opens the folder that holds `path` and works with it. Every component is opened by itself and never through a link, except a
 * link that root alone could have put there (`/lib` on a merged /usr). Nothing where a folder on the way is missing.
 */
export async function inFolder<Result>(
  path: string,
  check: Check,
  work: (folder: OpenFolder, name: string) => Result | Promise<Result>,
): Promise<Result | undefined> {
  const [words, name] = split(path);
  const folder = await open(words, path, check);
  if (folder === undefined) return undefined;
  try {
    return await work(folder, name);
  } finally {
    closeSync(folder.fd);
  }
}

/** As `inFolder`, but a missing folder is an error. */
export async function inExistingFolder<Result>(
  path: string,
  check: Check,
  work: (folder: OpenFolder, name: string) => Promise<Result>,
): Promise<Result> {
  const boxed = await inFolder(path, check, async (folder, name) => ({ result: await work(folder, name) }));
  if (boxed !== undefined) return boxed.result;
  throw noFolder(path);
}

/** Opens the folder that holds `path`, for the caller to close; a missing one is an error. */
export async function openFolderOf(path: string, check: Check): Promise<OpenFolder> {
  const folder = await open(split(path)[0], path, check);
  if (folder === undefined) throw noFolder(path);
  return folder;
}

/** The last component of a path, and what is before it. */
export function lastOf(path: string): readonly [folder: string, name: string] {
  const [words, name] = split(path);
  return [`/${words.join('/')}`, name];
}

const noFolder = (path: string): ResourceError =>
  new ResourceError('no_folder', `The folder of ${path} does not exist`, {
    hint: 'Declare it as a directory, before what lies in it.',
  });

function split(path: string): readonly [words: string[], name: string] {
  const words = path.split('/').filter((word) => word !== '');
  const odd = words.some((word) => word === '.' || word === '..') || path.includes('\0');
  const name = words.pop();
  if (!path.startsWith('/') || odd || name === undefined) {
    throw new ResourceError('bad_path', `${JSON.stringify(path)} is not an absolute path without "." and ".."`);
  }
  return [words, name];
}

async function open(words: readonly string[], whole: string, check: Check): Promise<OpenFolder | undefined> {
  const todo = [...words];
  let links = 0;
  let folder = openRoot();
  try {
    await check(folder.stats, folder.path);
    for (let word = todo.shift(); word !== undefined; word = todo.shift()) {
      const target = readRootsLink(folder, word, whole);
      if (target !== undefined) {
        if (++links > MAX_LINKS) throw new ResourceError('link_loop', `The links on the way to ${whole} do not end`);
        todo.unshift(...target.split('/').filter((part) => part !== '' && part !== '.'));
        if (target.startsWith('/')) folder = moveTo(folder, openRoot());
        continue;
      }
      folder = moveTo(folder, word === '..' ? openParent(folder) : openChild(folder, word, whole));
      await check(folder.stats, folder.path);
    }
    return folder;
  } catch (thrown) {
    closeSync(folder.fd);
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}

const openRoot = (): OpenFolder => held(openSync('/', FOLDER), '/', undefined);

/** Only links of root's own can say `..`, and each step is checked like any other. */
const openParent = (folder: OpenFolder): OpenFolder =>
  held(
    openSync(folder.entry('..'), FOLDER),
    folder.path.slice(0, folder.path.lastIndexOf('/')) || '/',
    undefined,
    folder.movableBy,
  );

function openChild(folder: OpenFolder, name: string, whole: string): OpenFolder {
  try {
    return held(openSync(folder.entry(name), FOLDER), joined(folder.path, name), folder);
  } catch (cause) {
    if (codeOf(cause) !== 'ENOTDIR' && codeOf(cause) !== 'ELOOP') throw cause;
    throw new ResourceError('not_a_folder', `${joined(folder.path, name)}, on the way to ${whole}, is not a folder`);
  }
}

/** Where a link on the way points, if root alone could have put it there; nothing where there is no link. */
function readRootsLink(folder: OpenFolder, name: string, whole: string): string | undefined {
  const found = name === '..' ? undefined : lstatSync(folder.entry(name), { throwIfNoEntry: false });
  if (found?.isSymbolicLink() !== true) return undefined;
  if (isOwn(found.uid) && isFixed(folder)) return readlinkSync(folder.entry(name));
  throw new ResourceError(
    'link_in_path',
    `${joined(folder.path, name)}, on the way to ${whole}, is a link that others than root could have put there`,
    { hint: 'Name the real path, or replace the link by a folder.' },
  );
}

function held(fd: number, path: string, parent: OpenFolder | undefined, mover?: number): OpenFolder {
  const stats = fstatSync(fd);
  const movableBy = parent === undefined ? mover : moverOf(parent, stats);
  return { fd, path, stats, movableBy, entry: (name) => `/proc/self/fd/${fd}/${name}` };
}

/** Nobody but root could have put something else at an entry of this folder, or another folder in its place. */
export const isFixed = ({ movableBy, stats }: OpenFolder): boolean => movableBy === undefined && isExclusive(stats);

function moveTo(from: OpenFolder, to: OpenFolder): OpenFolder {
  closeSync(from.fd);
  return to;
}

export const joined = (folder: string, name: string): string => (folder === '/' ? `/${name}` : `${folder}/${name}`);
