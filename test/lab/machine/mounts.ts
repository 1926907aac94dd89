import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { run, runOrThrow } from './command.ts';
import { LabError } from './error.ts';

/** One mounted file system of this machine. */
export interface Mount {
  readonly at: string;
  readonly type: string;
}

/** All mounts this process sees (proc(5): the mount point is field 5, the type stands after " - "). */
export function mounts(): readonly Mount[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ at: decodePath(line.split(' ')[4] ?? ''), type: line.split(' - ')[1]?.split(' ')[0] ?? '' }));
}

/** Whether a file system is mounted exactly there. */
export function isMounted(at: string): boolean {
  return mounts().some((mount) => mount.at === at);
}

/** Mounts an overlay of read-only layers (uppermost first) with what is written kept in `upper`. */
export async function mountOverlay(paths: {
  readonly layers: readonly string[];
  readonly upper: string;
  readonly work: string;
  readonly at: string;
}): Promise<void> {
  const options = `lowerdir=${paths.layers.join(':')},upperdir=${paths.upper},workdir=${paths.work}`;
  await runOrThrow(['mount', '-t', 'overlay', 'overlay', '-o', options, paths.at]);
}

/** Unmounts all that is mounted at or below the folder; lazily when a dying process still holds a file there. */
export async function unmountBelow(folder: string): Promise<void> {
  const below = mounts().filter((mount) => mount.at === folder || mount.at.startsWith(`${folder}/`));
  for (const mount of below.reverse()) {
    if ((await run(['umount', mount.at])).exitCode === 0) continue;
    await sleep(200);
    if ((await run(['umount', mount.at])).exitCode !== 0) await runOrThrow(['umount', '--lazy', mount.at]);
  }
}

/** Removes a folder with all that is mounted below it, but never deletes through a mount: those files are not the lab's. */
export async function removeFolder(folder: string): Promise<void> {
  await unmountBelow(folder);
  const still = mounts().find((mount) => mount.at.startsWith(`${folder}/`));
  if (still)
    throw new LabError('not-removed', `${still.at} is still mounted, so ${folder} was not removed: run umount on it.`);
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** The kernel writes a space, a tab and the like in a path as a backslash and three octal digits. */
function decodePath(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_match, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
