import { lstatSync, statSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { ResourceError } from '@rolecall/resources/error';

/** Paths are written into a unit's properties, where colons, blanks and percent signs mean something. */
const PLAIN_PATH = /^\/[\w.+/-]+$/;

/** Systemd's settings for one mount over a path, and whether it has to make a file there to mount on. */
export interface Mount {
  readonly from: string;
  readonly to: string;
  readonly isMade: boolean;
}

/** Files only, by the path that each is mounted over; a folder to mount in has to be there. */
export function mountsOf(bind: Readonly<Record<string, string>> | undefined): readonly Mount[] {
  return Object.entries(bind ?? {}).map(([to, from]) => {
    for (const path of [from, to]) {
      if (!PLAIN_PATH.test(path)) throw cannot(from, to, `"${path}" is not a plain absolute path`);
    }
    if (statSync(from, { throwIfNoEntry: false })?.isFile() !== true) throw cannot(from, to, `${from} is not a file`);
    if (statSync(dirname(to), { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw cannot(from, to, `there is no folder ${dirname(to)}`);
    }
    return { from, to, isMade: isAbsentOrOurs(to) };
  });
}

/**
 * Where nothing lies at the path, systemd makes an empty file to mount on, which is seen on the whole host. Being empty and not
 * executable it means nothing there, and systemd itself removes it when the unit ends, also when every process of ours was killed:
 * from the host's own namespace, because in the unit's it is busy. A `+` before the program would do the same, but systemd 252 writes
 * such a line as `ExecStopPostEx=`, which it does not understand when it reads its units again, as it does while apt installs.
 */
export const mountProperties = (mounts: readonly Mount[]): readonly string[] =>
  mounts.flatMap(({ from, to, isMade }) => [
    `BindReadOnlyPaths=${from}:${to}`,
    ...(isMade ? [`ExecStopPost=/usr/bin/nsenter --mount=/proc/1/ns/mnt -- ${removal(to)}`] : []),
  ]);

const removal = (path: string): string =>
  `/usr/bin/find ${path} -maxdepth 0 -type f -empty -not -perm /111 -user root -delete`;

/** The same for a file that a power cut left, when no unit uses it any more. */
export function removeLeftMountPoint(path: string): void {
  if (isOurs(path)) unlinkSync(path);
}

const isAbsentOrOurs = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false }) === undefined || isOurs(path);

function isOurs(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && found.size === 0 && (found.mode & 0o111) === 0 && found.uid === 0;
}

const cannot = (from: string, to: string, because: string): ResourceError =>
  new ResourceError('bad_bind', `${from} cannot be mounted over ${to}: ${because}`);
