import { randomBytes } from 'node:crypto';
import { constants, lstatSync, openSync, readdirSync, unlinkSync } from 'node:fs';
import type { OpenFolder } from './path.ts';

/**
 * Hidden, so that programs that read a whole folder pass it over, and with the file's own ending, so that a program that
 * checks it before it takes its place knows what it is.
 */
const PREFIX = '.rolecall-';

/** A name is at most 255 bytes long; this much of the file's own fits in each case. */
const KEPT_OF_NAME = 48;

const ending = (name: string): string => name.slice(-KEPT_OF_NAME);

/** A new name that nobody can guess, for what will be called `name`. */
export const temporaryName = (name: string): string => `${PREFIX}${randomBytes(8).toString('hex')}.${ending(name)}`;

/** A new, empty file that only its owner can open; its descriptor. */
export const createTemporary = (folder: OpenFolder, name: string): number =>
  openSync(folder.entry(name), constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);

/** Removes what writes of these names left behind that were cut off by a crash; not what is `inUse`. */
export function sweepTemporaries(folder: OpenFolder, names: readonly string[], inUse: ReadonlySet<string>): void {
  const pattern = /^\.rolecall-[0-9a-f]{16}\.(.*)$/s;
  const endings = new Set(names.map(ending));
  for (const entry of readdirSync(`/proc/self/fd/${folder.fd}`)) {
    const [, end] = pattern.exec(entry) ?? [];
    if (end !== undefined && endings.has(end) && !inUse.has(entry)) unlinkOurs(folder.entry(entry));
  }
}

function unlinkOurs(entry: string): void {
  const found = lstatSync(entry, { throwIfNoEntry: false });
  if (found !== undefined && !found.isDirectory()) unlinkSync(entry);
}

export function removeQuietly(entry: string): void {
  try {
    unlinkSync(entry);
  } catch {
    // It has its new name already, or was never made; the first error is the one that counts.
  }
}
