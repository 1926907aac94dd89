import type { BigIntStats, Stats } from 'node:fs';
import { ResourceError } from '@rolecall/resources/error';
import type { Accounts } from '../accounts.ts';

/** Who may own, or write to, the folders on the way to a path. */
export interface Trusted {
  readonly uid: number;
  readonly gid: number;
  /** Its primary group: a folder of `redis:redis` is fit for a file of `redis`. */
  readonly primaryGid: number;
}

/** Accounts of the system end below this number on Debian, Ubuntu and Fedora (UID_MIN in login.defs). */
const FIRST_PERSON = 1_000;

const GROUP_WRITE = 0o020;
const OTHER_WRITE = 0o002;
const STICKY = 0o1000;

/**
 * Refuses a folder that somebody else could rearrange while a file is put into it. Accepted are: root, the agent's own user, whom
 * the file is for; everybody where the folder is sticky (/tmp), since nobody can move another's entries there; and groups of
 * nothing but system accounts (Ubuntu's /var/log belongs to `syslog`).
 */
export async function refuseForeign(
  folder: Stats,
  path: string,
  accounts: Accounts,
  trusted: Trusted | undefined,
): Promise<void> {
  if (!isOwn(folder.uid) && !(await isFor(trusted, folder.uid, accounts))) {
    throw unsafe(path, `${path} belongs to the user ${await accounts.userName(folder.uid)}`);
  }
  if (isSticky(folder)) return;
  if ((folder.mode & OTHER_WRITE) !== 0) throw unsafe(path, `everybody may write to ${path}`);
  if ((folder.mode & GROUP_WRITE) === 0 || isTrustedGroup(folder.gid, accounts, trusted)) return;
  throw unsafe(path, `the group ${await accounts.groupName(folder.gid)} may write to ${path}`);
}

/** Nobody but root, or the agent's own user, could have put something else at this folder's entries. */
export const isExclusive = (folder: Stats | BigIntStats): boolean =>
  isOwn(Number(folder.uid)) && (Number(folder.mode) & (GROUP_WRITE | OTHER_WRITE)) === 0;

export const isSticky = ({ mode }: Stats): boolean => (mode & STICKY) !== 0;

/** Stands for anybody, as one who could move a folder. */
const ANYBODY = -1;

/** Who could put another folder in the place of a child with these attributes; nothing where only root could. */
export function moverOf(
  parent: { readonly stats: Stats; readonly movableBy: number | undefined },
  child: Stats,
): number | undefined {
  const { uid, mode } = parent.stats;
  if (!isOwn(uid)) return uid;
  const isOpen = (mode & OTHER_WRITE) !== 0;
  if (isOpen && !isOwn(child.uid)) return child.uid;
  return isOpen && !isSticky(parent.stats) ? ANYBODY : parent.movableBy;
}

/**
 * Refuses to change what is in a folder that its finder's owner did not make: whoever owns a folder can move one of root's, or of
 * another user's, that lies in it to where something of theirs is expected.
 */
export function refuseMoved(folder: {
  readonly stats: Stats;
  readonly movableBy: number | undefined;
  readonly path: string;
}): void {
  const { stats, movableBy, path } = folder;
  if (movableBy === undefined || movableBy === stats.uid) return;
  if (isOfSystem(stats.uid) && isOfSystem(movableBy)) return;
  throw new ResourceError('unsafe_folder', `Nothing is changed in ${path}: another user could have moved it there`, {
    hint: 'Give it to the user that owns the folder above it, or let root own that.',
  });
}

const isOfSystem = (uid: number): boolean => uid > 0 && uid < FIRST_PERSON;

export const isOwn = (uid: number): boolean => uid === 0 || uid === process.geteuid?.();

async function isFor(trusted: Trusted | undefined, uid: number, accounts: Accounts): Promise<boolean> {
  if (trusted === undefined) return false;
  if (trusted.uid === uid) return true;
  const owner = await accounts.userByNumber(uid);
  return owner !== undefined && owner.uid < FIRST_PERSON && owner.gid === trusted.gid;
}

function isTrustedGroup(gid: number, accounts: Accounts, trusted: Trusted | undefined): boolean {
  if (gid === 0 || gid === process.getegid?.()) return true;
  if (gid === trusted?.gid || gid === trusted?.primaryGid) return true;
  return accounts.members(gid).every((uid) => uid < FIRST_PERSON);
}

const unsafe = (path: string, because: string): ResourceError =>
  new ResourceError('unsafe_folder', `Nothing is written below ${path}: ${because}, who could swap what is in it`, {
    hint: 'Let root own the folder and nobody else write to it, or give the file to the user that owns the folder.',
  });
